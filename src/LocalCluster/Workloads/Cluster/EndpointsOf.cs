using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Workloads.Cluster;

/// <summary>The endpoints that follow from a service and its pods.</summary>
internal static class EndpointsOf
{
    /// <summary>Label of the endpoints that the cluster keeps itself.</summary>
    public const string ManagedBy = "endpoints.kubernetes.io/managed-by";

    /// <summary>The Endpoints object of a service.</summary>
    public static JsonObject Service(JsonObject service, IReadOnlyList<JsonObject> pods)
    {
        var endpoints = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Endpoints",
            ["metadata"] = new JsonObject
            {
                ["name"] = service.Name(),
                ["namespace"] = service.Namespace(),
                ["labels"] = new JsonObject { [ManagedBy] = "endpoint-controller" },
            },
        };
        var reachable = pods.Where(IsReachable).OrderBy(pod => pod.Text("status", "podIP"), StringComparer.Ordinal);
        var subsets = reachable.GroupBy(pod => Ports(service, pod).ToJsonString()).Select(group => Subset(service, [.. group])).ToArray<JsonNode>();
        if (subsets.Length > 0)
        {
            endpoints["subsets"] = new JsonArray(subsets);
        }

        return endpoints;
    }

    private static bool IsReachable(JsonObject pod) =>
        pod.Text("status", "podIP").Length > 0 && !pod.IsTerminating() && pod.Text("status", "phase") is not ("Succeeded" or "Failed");

    private static JsonObject Subset(JsonObject service, IReadOnlyList<JsonObject> pods)
    {
        var subset = new JsonObject();
        foreach (var group in pods.GroupBy(pod => PodFacts.From(pod).IsReady || service.IsTrue("spec", "publishNotReadyAddresses")))
        {
            subset[group.Key ? "addresses" : "notReadyAddresses"] = new JsonArray([.. group.Select(Address)]);
        }

        if (Ports(service, pods[0]) is { Count: > 0 } ports)
        {
            subset["ports"] = ports;
        }

        return subset;
    }

    private static JsonObject Address(JsonObject pod) => new()
    {
        ["ip"] = pod.Text("status", "podIP"),
        ["nodeName"] = pod.Text("spec", "nodeName"),
        ["targetRef"] = new JsonObject
        {
            ["kind"] = "Pod",
            ["namespace"] = pod.Namespace(),
            ["name"] = pod.Name(),
            ["uid"] = pod.Uid(),
        },
    };

    private static JsonArray Ports(JsonObject service, JsonObject pod)
    {
        var ports = new JsonArray();
        foreach (var port in service.Objects("spec", "ports"))
        {
            if (Resolve(port, pod) is not { } number)
            {
                continue;
            }

            var entry = new JsonObject { ["port"] = number, ["protocol"] = port.Text("protocol") is { Length: > 0 } protocol ? protocol : "TCP" };
            if (port.Text("name") is { Length: > 0 } name)
            {
                entry["name"] = name;
            }

            ports.Add(entry);
        }

        return ports;
    }

    private static long? Resolve(JsonObject port, JsonObject pod) =>
        port.Text("targetPort") is { Length: > 0 } name
            ? pod.Objects("spec", "containers").SelectMany(container => container.Objects("ports")).FirstOrDefault(own => own.Text("name") == name).Whole("containerPort")
            : port.Whole("targetPort") ?? port.Whole("port");
}

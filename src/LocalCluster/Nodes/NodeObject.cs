using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>The Node and Lease objects with which a simulated node stands in the API.</summary>
internal static class NodeObject
{
    /// <summary>Namespace of the leases by which nodes show that they live.</summary>
    public const string LeaseNamespace = "kube-node-lease";

    private const string Version = "v1.36.2";

    private static readonly (string Type, string Reason, string Message)[] Healthy =
    [
        ("MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
        ("DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        ("PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    ];

    /// <summary>The node as it registers itself.</summary>
    public static JsonObject Of(SimulatedNode node, NodeOptions options, DateTimeOffset now)
    {
        var value = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Node",
            ["metadata"] = new JsonObject
            {
                ["name"] = node.Name,
                ["labels"] = new JsonObject
                {
                    ["beta.kubernetes.io/arch"] = "amd64",
                    ["beta.kubernetes.io/os"] = "linux",
                    ["kubernetes.io/arch"] = "amd64",
                    ["kubernetes.io/hostname"] = node.Name,
                    ["kubernetes.io/os"] = "linux",
                },
                ["annotations"] = new JsonObject { ["node.alpha.kubernetes.io/ttl"] = "0" },
            },
            ["spec"] = new JsonObject(),
        };
        value["status"] = new JsonObject
        {
            ["capacity"] = Resources(options),
            ["allocatable"] = Resources(options),
            ["addresses"] = new JsonArray(Address("InternalIP", node.Address), Address("Hostname", node.Name)),
            ["nodeInfo"] = Info(),
            ["declaredFeatures"] = new JsonArray([.. options.DeclaredFeatures.Order(StringComparer.Ordinal).Select(feature => JsonValue.Create(feature))]),
        };
        Heartbeat(value, now);
        return value;
    }

    /// <summary>Marks the node as well, as of now.</summary>
    public static void Heartbeat(JsonObject node, DateTimeOffset now)
    {
        foreach (var (type, reason, message) in Healthy)
        {
            SetCondition(node, Conditions.Of(type, "False", reason, message), now, beats: true);
        }

        SetCondition(node, Conditions.Of("Ready", "True", "KubeletReady", "kubelet is posting ready status"), now, beats: true);
    }

    /// <summary>Sets a condition; the heartbeat time moves only when the node itself speaks.</summary>
    public static void SetCondition(JsonObject node, JsonObject condition, DateTimeOffset now, bool beats)
    {
        var status = node.Make("status");
        var old = Conditions.Find(status, condition.Text("type"));
        var wanted = condition.Copy();
        wanted["lastHeartbeatTime"] = beats ? now.ToWire() : old?.Text("lastHeartbeatTime") ?? now.ToWire();
        wanted["lastTransitionTime"] = old is not null && old.Text("status") == condition.Text("status") ? old.Text("lastTransitionTime") : now.ToWire();
        var list = status["conditions"] as JsonArray ?? [];
        status["conditions"] ??= list;
        if (old is null)
        {
            list.Add(wanted);
            return;
        }

        list[list.IndexOf(old)] = wanted;
    }

    /// <summary>The lease that a node holds.</summary>
    public static JsonObject Lease(string node, DateTimeOffset now) => new()
    {
        ["apiVersion"] = "coordination.k8s.io/v1",
        ["kind"] = "Lease",
        ["metadata"] = new JsonObject { ["name"] = node, ["namespace"] = LeaseNamespace },
        ["spec"] = new JsonObject { ["holderIdentity"] = node, ["leaseDurationSeconds"] = 40, ["renewTime"] = Renewed(now) },
    };

    /// <summary>The instant as metav1.MicroTime writes it.</summary>
    public static string Renewed(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static JsonObject Resources(NodeOptions options) => new()
    {
        ["cpu"] = options.Cpu,
        ["ephemeral-storage"] = "100Gi",
        ["memory"] = options.Memory,
        ["pods"] = options.Pods.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static JsonObject Address(string type, string address) => new() { ["type"] = type, ["address"] = address };

    private static JsonObject Info() => new()
    {
        ["architecture"] = "amd64",
        ["bootID"] = "",
        ["containerRuntimeVersion"] = "simulated://1",
        ["kernelVersion"] = "6",
        ["kubeProxyVersion"] = "",
        ["kubeletVersion"] = Version,
        ["machineID"] = "",
        ["operatingSystem"] = "linux",
        ["osImage"] = "simulated",
        ["systemUUID"] = "",
    };
}

using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Tests;

/// <summary>The pods of one recorded step.</summary>
internal static class StepPods
{
    public static IEnumerable<Pod> Of(JsonElement step) =>
        step.TryGetProperty("pods", out var pods) && pods.ValueKind == JsonValueKind.Array ? pods.EnumerateArray().Select(PodOf) : [];

    private static Pod PodOf(JsonElement pod) => new()
    {
        Metadata = new()
        {
            Namespace = "ns",
            Name = pod.GetProperty("name").GetString()!,
            Labels = pod.TryGetProperty("labels", out var labels) ? Map(labels, v => v.GetString()!) : new() { ["app"] = "web" },
            DeletionTimestamp = pod.TryGetProperty("deleted", out var deleted) && deleted.GetBoolean() ? VectorScenario.Start : null,
        },
        Spec = new()
        {
            Containers = ContainersOf(pod, "containers"),
            InitContainers = ContainersOf(pod, "initContainers"),
            Resources = pod.TryGetProperty("podRequests", out var requests) ? new() { Requests = Quantities(requests) } : null,
        },
        Status = StatusOf(pod),
    };

    private static PodStatus StatusOf(JsonElement pod)
    {
        var start = pod.GetProperty("startTimeOffset");
        var ready = pod.GetProperty("ready");
        return new()
        {
            Phase = pod.GetProperty("phase").GetString(),
            StartTime = start.ValueKind == JsonValueKind.Null ? null : VectorScenario.TimeOf(start),
            Conditions = ready.ValueKind == JsonValueKind.Null ? [] :
            [
                new()
                {
                    Type = "Ready",
                    Status = ready.GetBoolean() ? "True" : "False",
                    LastTransitionTime = VectorScenario.TimeOf(pod.GetProperty("readyTransitionOffset")),
                },
            ],
        };
    }

    private static List<Container> ContainersOf(JsonElement pod, string member) => !pod.TryGetProperty(member, out var containers) ? [] :
    [
        .. containers.EnumerateArray().Select(c => new Container
        {
            Name = c.GetProperty("name").GetString()!,
            RestartPolicy = c.TryGetProperty("restartPolicy", out var policy) ? policy.GetString() : null,
            Resources = new() { Requests = Quantities(c.GetProperty("requests")) },
        }),
    ];

    private static Dictionary<string, Quantity> Quantities(JsonElement map) => Map(map, v => Quantity.Parse(v.GetString()!));

    private static Dictionary<string, T> Map<T>(JsonElement map, Func<JsonElement, T> read) =>
        map.EnumerateObject().ToDictionary(p => p.Name, p => read(p.Value));
}

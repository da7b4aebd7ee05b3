using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds.Core;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>The resources of a pod and its containers at one time: as its specification wants them, or as its node has set them aside.</summary>
internal sealed class PodAllocation
{
    private static readonly string[] Lists = ["initContainers", "containers"];
    private static readonly string[] Sides = ["limits", "requests"];

    private static readonly JsonSerializerOptions GoLike = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _spec;

    private PodAllocation(JsonObject spec) => _spec = spec;

    /// <summary>CPU in thousandths of a core and everything else in whole units that the pod requests in all.</summary>
    public IReadOnlyDictionary<string, long> Requests => PodNeeds.Reckon(PodResources.Total(_spec, "requests"));

    /// <summary>The pod-level resources; null when the pod has none.</summary>
    public JsonObject? PodLevel => _spec["resources"] as JsonObject;

    /// <summary>What the specification of a stored pod wants.</summary>
    public static PodAllocation Of(JsonObject pod)
    {
        var spec = new JsonObject { ["overhead"] = pod.At("spec", "overhead")?.DeepClone(), ["resources"] = pod.At("spec", "resources")?.DeepClone() };
        foreach (var list in Lists)
        {
            spec[list] = new JsonArray([.. pod.Objects("spec", list).Select(container => new JsonObject
            {
                ["name"] = container.Text("name"),
                ["restartPolicy"] = container.Text("restartPolicy"),
                ["resizePolicy"] = container["resizePolicy"]?.DeepClone(),
                ["resources"] = container["resources"]?.DeepClone() ?? new JsonObject(),
            })]);
        }

        return new PodAllocation(spec);
    }

    /// <summary>Whether the other says the same.</summary>
    public bool IsSame(PodAllocation other) => JsonNode.DeepEquals(_spec, other._spec);

    /// <summary>The resources of a container; empty when it is not known.</summary>
    public JsonObject Resources(string container) =>
        Find(container)?["resources"] as JsonObject ?? [];

    /// <summary>The resources with whose change the container starts again.</summary>
    public static IEnumerable<string> RestartsFor(JsonObject container) => container.Objects("resizePolicy")
        .Where(policy => policy.Text("restartPolicy") == "RestartContainer")
        .Select(policy => policy.Text("resourceName"));

    /// <summary>The most memory that a container may hold, in bytes; null when it is not bounded.</summary>
    public long? MemoryLimit(string container) => Bytes(PodNeeds.Amounts(Resources(container)["limits"]));

    /// <summary>The most memory that the pod may hold, in bytes: its own limit or that of its containers together; null when one of them has none.</summary>
    public long? PodMemoryLimit => _spec.Objects("containers").All(container => MemoryLimit(container.Text("name")) is not null) || PodLevel?["limits"] is not null
        ? Bytes(PodNeeds.Reckon(PodResources.Total(_spec, "limits")))
        : null;

    /// <summary>Whether a container starts again when its memory is changed.</summary>
    public bool RestartsForMemory(string container) => Find(container) is { } found && RestartsFor(found).Contains("memory");

    /// <summary>A pod as it would be with these resources instead of its own.</summary>
    public JsonObject Apply(JsonObject pod)
    {
        var applied = pod.Copy();
        var spec = applied.Make("spec");
        spec["resources"] = PodLevel?.DeepClone();
        foreach (var container in Lists.SelectMany(list => spec.Objects(list)))
        {
            container["resources"] = Resources(container.Text("name")).DeepClone();
        }

        return applied;
    }

    /// <summary>What the pod requests in all, as a resource list.</summary>
    public JsonObject Total() => new(PodResources.Total(_spec, "requests").OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value.ToString()))));

    /// <summary>What the kubelet's events say of a resize: its containers' resources, the pod's generation and what went wrong.</summary>
    public string Describe(long generation, string error)
    {
        var summary = new JsonObject();
        foreach (var list in Lists.Where(list => _spec.Objects(list).Any()))
        {
            summary[list] = new JsonArray([.. _spec.Objects(list).Select(container => new JsonObject
            {
                ["name"] = container.Text("name"),
                ["resources"] = Ordered(container["resources"] as JsonObject ?? []),
            })]);
        }

        summary["generation"] = generation;
        if (error.Length > 0)
        {
            summary["error"] = error;
        }

        return summary.ToJsonString(GoLike);
    }

    private JsonObject? Find(string container) => Lists.SelectMany(list => _spec.Objects(list)).FirstOrDefault(one => one.Text("name") == container);

    private static long? Bytes(IReadOnlyDictionary<string, long> amounts) => amounts.GetValueOrDefault("memory") is > 0 and var bytes ? bytes : null;

    private static JsonObject Ordered(JsonObject resources)
    {
        var ordered = new JsonObject();
        foreach (var side in Sides.Where(side => resources[side] is JsonObject { Count: > 0 }))
        {
            ordered[side] = new JsonObject(((JsonObject)resources[side]!).OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        }

        return ordered;
    }
}

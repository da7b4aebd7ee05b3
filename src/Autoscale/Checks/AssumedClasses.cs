using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.Checks;

/// <summary>Takes for granted the priority and runtime classes that pods name and that nobody has told us of, since a cluster is going to have them.</summary>
internal sealed class AssumedClasses(KindRegistry kinds, ObjectStore store)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>All classes of the kind are there: none is taken for granted any more.</summary>
    public void Know(ResourceKind kind) => _known.Add(kind.QualifiedResource);

    /// <summary>Makes the classes that a pod names and that are missing; returns what is said of them.</summary>
    public IEnumerable<string> Assume(JsonObject pod)
    {
        var priority = new JsonObject { ["value"] = pod.NumberAt("spec.priority") ?? 0, ["preemptionPolicy"] = pod.NodeAt("spec.preemptionPolicy")?.DeepClone() };
        var runtime = new JsonObject { ["handler"] = "assumed" };
        if (pod.PartAt("spec.overhead") is { } overhead)
        {
            runtime["overhead"] = new JsonObject { ["podFixed"] = overhead.DeepClone() };
        }

        string?[] notes =
        [
            Assume("scheduling.k8s.io", "priorityclasses", pod.TextAt("spec.priorityClassName"), priority),
            Assume("node.k8s.io", "runtimeclasses", pod.TextAt("spec.runtimeClassName"), runtime),
        ];
        return notes.OfType<string>();
    }

    private string? Assume(string group, string plural, string name, JsonObject value)
    {
        if (name.Length == 0 || kinds.Find(group, "v1", plural) is not { } kind || _known.Contains(kind.QualifiedResource) || store.Find(kind, "", name) is not null)
        {
            return null;
        }

        value["metadata"] = new JsonObject { ["name"] = name };
        store.Insert(kind, value);
        return $"{kind.QualifiedResource} \"{name}\" is taken to exist";
    }
}

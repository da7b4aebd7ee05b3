using System.Globalization;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Workloads.StatefulSets;

/// <summary>A stateful set and its pods by ordinal.</summary>
internal sealed record StatefulSetFacts(JsonObject Source, IReadOnlyDictionary<int, PodFacts> Pods)
{
    /// <summary>Label with the revision that a pod was made of.</summary>
    public const string RevisionLabel = "controller-revision-hash";

    /// <summary>Name of the set.</summary>
    public string Name => Source.Name();

    /// <summary>The first ordinal.</summary>
    public int First => Source.At("spec", "ordinals").Whole("start") is { } start ? (int)start : 0;

    /// <summary>One past the last ordinal.</summary>
    public int End => (int)Math.Min((long)First + Source.Count("spec", "replicas", 1), int.MaxValue);

    /// <summary>Whether pods come and go all at once.</summary>
    public bool IsParallel => Source.Text("spec", "podManagementPolicy") == "Parallel";

    /// <summary>Ordinals from this one on are updated; null when nothing is (OnDelete).</summary>
    public int? Partition => Source.Text("spec", "updateStrategy", "type") == "OnDelete"
        ? null
        : (int)(Source.Whole("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0);

    /// <summary>How long a pod must be ready to be available.</summary>
    public TimeSpan MinReady => TimeSpan.FromSeconds(Source.Count("spec", "minReadySeconds"));

    /// <summary>The pods of a set by the number at the end of their names.</summary>
    public static StatefulSetFacts From(JsonObject set, IEnumerable<JsonObject> pods)
    {
        var prefix = $"{set.Name()}-";
        var byOrdinal = new Dictionary<int, PodFacts>();
        foreach (var pod in pods.Select(PodFacts.From).Where(pod => pod.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            if (int.TryParse(pod.Name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal))
            {
                byOrdinal[ordinal] = pod;
            }
        }

        return new StatefulSetFacts(set, byOrdinal);
    }

    /// <summary>Whether the pod was made of the revision.</summary>
    public static bool IsOf(PodFacts pod, string revision) => pod.Source.Text("metadata", "labels", RevisionLabel) == revision;
}

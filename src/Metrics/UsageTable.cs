using System.Collections.Concurrent;

namespace Autoscale.Metrics;

/// <summary>Usage of pods and nodes; replaced node by node, read without locks.</summary>
internal sealed class UsageTable
{
    private readonly ConcurrentDictionary<PodName, PodUsage> _pods = new(PodName.Comparer);
    private readonly ConcurrentDictionary<string, NodeEntry> _nodes = new(StringComparer.Ordinal);

    /// <summary>Pods with usage at this moment.</summary>
    public IEnumerable<PodUsage> Pods => _pods.Select(pair => pair.Value);

    /// <summary>Nodes with usage at this moment.</summary>
    public IEnumerable<NodeUsage> Nodes => _nodes.Select(pair => pair.Value.Usage).OfType<NodeUsage>();

    public PodUsage? FindPod(string @namespace, string name) =>
        _pods.GetValueOrDefault(new PodName(@namespace, name));

    public NodeUsage? FindNode(string name) => _nodes.TryGetValue(name, out var entry) ? entry.Usage : null;

    public string? WhyAbsent(string node) => _nodes.TryGetValue(node, out var entry) ? entry.Absence : "no such node is scraped";

    /// <summary>Puts a node's new picture in place of its old one; one caller per node at a time.</summary>
    public IReadOnlyList<SeriesKey> Replace(NodePicture picture)
    {
        var moved = new List<SeriesKey>();
        var pods = new Dictionary<PodName, PodUsage>(picture.Pods.Count, PodName.Comparer);
        foreach (var usage in picture.Pods)
        {
            var name = new PodName(usage.Namespace, usage.Name);
            if (!_pods.TryGetValue(name, out var before) || !SameUsage(before, usage))
            {
                moved.Add(new SeriesKey(SeriesKind.PodUsage, usage.Namespace, usage.Name));
            }

            _pods[name] = usage;
            pods[name] = usage;
        }

        Swap(picture.Node, new NodeEntry(picture.Usage, null, pods), moved);
        return moved;
    }

    /// <summary>Takes a node's readings away and keeps the reason.</summary>
    public IReadOnlyList<SeriesKey> Fail(string node, string because)
    {
        var moved = new List<SeriesKey>();
        Swap(node, new NodeEntry(null, because, []), moved);
        return moved;
    }

    /// <summary>Forgets a node that is no longer there.</summary>
    public IReadOnlyList<SeriesKey> Remove(string node)
    {
        var moved = new List<SeriesKey>();
        if (_nodes.TryRemove(node, out var gone))
        {
            RemovePods(gone.Pods, [], moved);
            moved.Add(new SeriesKey(SeriesKind.NodeUsage, "", node));
        }

        return moved;
    }

    private static bool SameUsage(PodUsage left, PodUsage right) => left.Containers.SequenceEqual(right.Containers);

    private void Swap(string node, NodeEntry entry, List<SeriesKey> moved)
    {
        _nodes.TryGetValue(node, out var before);
        _nodes[node] = entry;
        if (before?.Usage?.Cpu != entry.Usage?.Cpu || before?.Usage?.Memory != entry.Usage?.Memory)
        {
            moved.Add(new SeriesKey(SeriesKind.NodeUsage, "", node));
        }

        RemovePods(before?.Pods ?? [], entry.Pods, moved);
    }

    private void RemovePods(Dictionary<PodName, PodUsage> before, Dictionary<PodName, PodUsage> now, List<SeriesKey> moved)
    {
        foreach (var (name, usage) in before)
        {
            // Only the very reading that this node wrote: another node may have the pod of this name by now.
            if (!now.ContainsKey(name) && _pods.TryRemove(KeyValuePair.Create(name, usage)))
            {
                moved.Add(new SeriesKey(SeriesKind.PodUsage, name.Namespace, name.Name));
            }
        }
    }

    private sealed record NodeEntry(NodeUsage? Usage, string? Absence, Dictionary<PodName, PodUsage> Pods);
}

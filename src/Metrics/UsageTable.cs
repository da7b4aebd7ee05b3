using System.Collections.Concurrent;

namespace Autoscale.Metrics;

/// <summary>
/// Usage of pods and nodes; replaced node by node, read without locks. Where two nodes tell of a pod of one name, the one on which
/// it appeared last has it.
/// </summary>
internal sealed class UsageTable
{
    private readonly ConcurrentDictionary<PodName, PodPlace> _pods = new(PodName.Comparer);
    private readonly ConcurrentDictionary<string, NodePlace> _nodes = new(StringComparer.Ordinal);
    private volatile string? _absence = AbsenceTexts.NoResourceMetrics;

    /// <summary>Why nothing has usage at all, or null.</summary>
    public string? Absence { get => _absence; set => _absence = value; }

    /// <summary>Pods with usage at this moment.</summary>
    public IEnumerable<PodUsage> Pods => _pods.Select(pair => UsageOf(pair.Key, pair.Value)).OfType<PodUsage>();

    /// <summary>Nodes with usage at this moment.</summary>
    public IEnumerable<NodeUsage> Nodes => _nodes.Select(pair => pair.Value.Readings.Usage).OfType<NodeUsage>();

    public PodUsage? FindPod(string @namespace, string name)
    {
        var pod = new PodName(@namespace, name);
        return _pods.TryGetValue(pod, out var place) ? UsageOf(pod, place) : null;
    }

    public bool TryFindAmount(PodName pod, string resource, string container, out PodAmount amount)
    {
        amount = default;
        if (!_pods.TryGetValue(pod, out var place))
        {
            return false;
        }

        var readings = place.Node.Readings;
        var index = readings.Shape.Find(pod, place.Index);
        if (index < 0 || !readings.Has(index))
        {
            return false;
        }

        amount = readings.Sum(index, resource, container);
        return true;
    }

    public NodeUsage? FindNode(string name) => _nodes.TryGetValue(name, out var node) ? node.Readings.Usage : null;

    public string? WhyAbsent(string node) => _nodes.TryGetValue(node, out var place) ? place.Absence : null;

    /// <summary>Puts a node's new picture in place of its old one; one caller per node at a time.</summary>
    public IReadOnlyList<SeriesKey> Replace(NodePicture picture) => Replace(
        picture.Node, NodeReadings.Of(picture, _nodes.TryGetValue(picture.Node, out var before) ? before.Readings.Shape : NodeShape.Empty));

    /// <summary>Puts a node's new readings in place of its old ones; one caller per node at a time.</summary>
    public IReadOnlyList<SeriesKey> Replace(string node, NodeReadings readings) => Replace(node, readings, null);

    /// <summary>Takes a node's readings away and keeps the reason.</summary>
    public IReadOnlyList<SeriesKey> Fail(string node, string because) => Replace(node, NodeReadings.None, because);

    /// <summary>Forgets a node that is no longer there.</summary>
    public IReadOnlyList<SeriesKey> Remove(string node)
    {
        var moved = new List<SeriesKey>();
        if (_nodes.TryRemove(node, out var gone))
        {
            RemovePods(gone, gone.Readings, NodeReadings.None, moved);
            moved.Add(KeyOf(node));
        }

        return moved;
    }

    private static SeriesKey KeyOf(string node) => new(SeriesKind.NodeUsage, "", node);

    private static SeriesKey KeyOf(PodName pod) => new(SeriesKind.PodUsage, pod.Namespace, pod.Name);

    private static PodUsage? UsageOf(PodName pod, PodPlace place)
    {
        var readings = place.Node.Readings;
        var index = readings.Shape.Find(pod, place.Index);
        return index < 0 ? null : readings.Pod(index);
    }

    private List<SeriesKey> Replace(string node, NodeReadings readings, string? absence)
    {
        var moved = new List<SeriesKey>();
        var place = _nodes.GetOrAdd(node, _ => new NodePlace());
        var before = place.Readings;
        place.Set(readings, absence);
        if (before.Usage?.Cpu != readings.Usage?.Cpu || before.Usage?.Memory != readings.Usage?.Memory)
        {
            moved.Add(KeyOf(node));
        }

        PutPods(place, before, readings, moved);
        RemovePods(place, before, readings, moved);
        return moved;
    }

    private void PutPods(NodePlace node, NodeReadings before, NodeReadings now, List<SeriesKey> moved)
    {
        var indices = before.Shape == now.Shape ? null : before.Shape.Indices();
        for (var pod = 0; pod < now.Shape.PodCount; pod++)
        {
            var name = now.Shape.Pod(pod);
            var index = indices is null ? pod : indices.GetValueOrDefault(name, -1);
            var isNew = index < 0 || !before.Has(index);
            if (now.Has(pod) && TryTake(name, node, pod, isNew, out var isTaken) && (isTaken || !now.IsSame(pod, before, index)))
            {
                moved.Add(KeyOf(name));
            }
        }
    }

    /// <summary>Whether the pod is this node's, and whether it has become so only now.</summary>
    private bool TryTake(PodName pod, NodePlace node, int index, bool isNew, out bool isTaken)
    {
        isTaken = true;
        if (_pods.TryGetValue(pod, out var current))
        {
            isTaken = current.Node != node;
            if (isTaken ? !isNew : current.Index == index)
            {
                return !isTaken;
            }
        }

        _pods[pod] = new PodPlace(node, index);
        return true;
    }

    /// <summary>Only what is this node's: another one may have the pod of this name by now.</summary>
    private void RemovePods(NodePlace node, NodeReadings before, NodeReadings now, List<SeriesKey> moved)
    {
        var indices = before.Shape == now.Shape ? null : now.Shape.Indices();
        for (var pod = 0; pod < before.Shape.PodCount; pod++)
        {
            var name = before.Shape.Pod(pod);
            var index = indices is null ? pod : indices.GetValueOrDefault(name, -1);
            if (before.Has(pod)
                && (index < 0 || !now.Has(index))
                && _pods.TryGetValue(name, out var place)
                && place.Node == node
                && _pods.TryRemove(KeyValuePair.Create(name, place)))
            {
                moved.Add(KeyOf(name));
            }
        }
    }

    /// <summary>Where a pod's usage is; the index is a guess, since the node's readings are replaced first.</summary>
    private sealed class PodPlace(NodePlace node, int index)
    {
        public NodePlace Node => node;

        public int Index => index;
    }

    private sealed class NodePlace
    {
        private volatile State _state = new(NodeReadings.None, null);

        public NodeReadings Readings => _state.Readings;

        public string? Absence => _state.Absence;

        public void Set(NodeReadings readings, string? absence) => _state = new(readings, absence);

        private sealed record State(NodeReadings Readings, string? Absence);
    }
}

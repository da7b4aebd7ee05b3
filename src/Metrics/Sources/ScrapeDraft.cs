namespace Autoscale.Metrics.Sources;

/// <summary>
/// What a scrape has said so far of each container. A kubelet tells of the same containers in the same order every time: what is
/// expected next is compared with the bytes of the text, and only what is not expected is looked up by its name.
/// </summary>
internal sealed class ScrapeDraft(NodeShape expected)
{
    private readonly List<ContainerName> _added = [];
    private ContainerDraft[] _drafts = new ContainerDraft[expected.ContainerCount];
    private Dictionary<ContainerName, int>? _indices;
    private int _next;

    /// <summary>Another metric begins, and with it the order.</summary>
    public void Rewind() => _next = 0;

    public ref ContainerDraft Of(ContainerLabels labels)
    {
        var index = _next;
        if (index >= expected.ContainerCount || !expected.Is(index, labels.Namespace, labels.Pod, labels.Container))
        {
            index = Find(labels.Name);
        }

        _next = index < expected.ContainerCount ? index + 1 : _next;
        _drafts[index].Mention();
        return ref _drafts[index];
    }

    /// <summary>The points of all containers that were mentioned; in the expected shape when those are the same.</summary>
    public NodeSample Complete(CounterPoint node)
    {
        var count = expected.ContainerCount + _added.Count;
        if (_added.Count == 0 && Array.TrueForAll(_drafts, draft => draft.IsMentioned))
        {
            return new(node, expected, Array.ConvertAll(_drafts, draft => draft.Point));
        }

        var mentioned = Enumerable.Range(0, count).Where(index => _drafts[index].IsMentioned).ToList();
        return new(node, NodeShape.Of([.. mentioned.Select(NameOf)]), [.. mentioned.Select(index => _drafts[index].Point)]);
    }

    private ContainerName NameOf(int index) =>
        index < expected.ContainerCount ? expected.Name(index) : _added[index - expected.ContainerCount];

    private int Find(ContainerName name)
    {
        _indices ??= Enumerable.Range(0, expected.ContainerCount).ToDictionary(expected.Name);
        if (_indices.TryGetValue(name, out var index))
        {
            return index;
        }

        index = expected.ContainerCount + _added.Count;
        _added.Add(name);
        _indices.Add(name, index);
        if (index >= _drafts.Length)
        {
            Array.Resize(ref _drafts, Math.Max(16, 2 * index));
        }

        return index;
    }
}

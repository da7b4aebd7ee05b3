namespace Autoscale.Metrics;

/// <summary>Counts who asks for what, so that sources which ask their server once per selector know the selectors.</summary>
internal sealed class AskedSelectors
{
    private readonly Dictionary<(SeriesKind Kind, string Metric), Dictionary<AskedSelector, int>> _counts = [];

    /// <summary>What is asked of a metric, each once.</summary>
    public IReadOnlyList<AskedSelector> Of(SeriesKind kind, string metric) =>
        _counts.TryGetValue((kind, metric), out var counts) ? [.. counts.Keys] : [];

    /// <summary>Takes one who asks in; tells whether nobody asked that before.</summary>
    public bool Add(SeriesQuery query)
    {
        if (!_counts.TryGetValue((query.Kind, query.Metric), out var counts))
        {
            _counts.Add((query.Kind, query.Metric), counts = []);
        }

        var asked = new AskedSelector(query.Namespace, query.Asked);
        var before = counts.GetValueOrDefault(asked);
        counts[asked] = before + 1;
        return before == 0;
    }

    /// <summary>Takes one who asked out; tells whether nobody asks that any more.</summary>
    public bool Remove(SeriesQuery query)
    {
        var counts = _counts[(query.Kind, query.Metric)];
        var asked = new AskedSelector(query.Namespace, query.Asked);
        if (--counts[asked] > 0)
        {
            return false;
        }

        counts.Remove(asked);
        if (counts.Count == 0)
        {
            _counts.Remove((query.Kind, query.Metric));
        }

        return true;
    }
}

using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Looks every few minutes for the series that rules discover, as prometheus-adapter does: those that had a sample within the last
/// ten minutes of the server's own time.
/// </summary>
internal sealed class PrometheusDiscovery
{
    private const int MostNames = 20_000;
    private const double Lookback = 600;

    private readonly IReadOnlyList<PrometheusRule> _rules;
    private readonly PrometheusAsking _asking;
    private readonly Action<IReadOnlyList<PrometheusMetric>> _found;

    /// <summary>Prepares to look; what was found is handed over on the loop's thread.</summary>
    public PrometheusDiscovery(PrometheusSourceOptions options, PrometheusAsking asking, Action<IReadOnlyList<PrometheusMetric>> found)
    {
        _rules = [.. options.Rules.Where(rule => rule.Series is not null)];
        (_asking, _found) = (asking, found);
        var pace = new SourcePace { Most = options.DiscoveryPeriod };
        Loop = new SourceLoop(
            asking.Options(ReadAsync, KeepWhatIsKnown) with { Pace = () => pace, IsWatched = () => false }, asking.Tools);
    }

    /// <summary>Looks, period after period.</summary>
    public SourceLoop Loop { get; }

    // Metrics that were found go on being asked for: their own queries say what is wrong with them.
    private static void KeepWhatIsKnown(string because, DateTimeOffset now) => _ = (because, now);

    private async Task<SourceAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        // By the server's clock, which may be another than ours.
        var answer = await _asking.QueryAsync("time()", cancellationToken);
        var end = answer.Samples is [var sample] ? sample.Time : throw new InvalidDataException("it does not tell its time");
        var shapes = new Dictionary<string, IReadOnlyCollection<SeriesShape>>(StringComparer.Ordinal);
        foreach (var selector in _rules.Select(rule => rule.Series).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            shapes[selector] = await FindAsync(selector, end, cancellationToken);
        }

        var metrics = _rules
            .SelectMany(rule => PrometheusMetric.Discovered(rule, shapes[rule.Series ?? ""]))
            .GroupBy(metric => (metric.Name, metric.Of?.Kind))
            .Select(same => same.Last())
            .ToList();
        return new SourceAnswer(() => _found(metrics), 0, 0);
    }

    private async Task<IReadOnlyCollection<SeriesShape>> FindAsync(string selector, double end, CancellationToken cancellationToken)
    {
        var shapes = new Dictionary<string, SeriesShape>(StringComparer.Ordinal);
        await _asking.Client.SeriesAsync(
            selector,
            (end - Lookback, end),
            labels =>
            {
                if (labels.TryGetValue("__name__", out var name))
                {
                    ShapeOf(shapes, name).Add(labels.Keys);
                }
            },
            cancellationToken);
        return shapes.Values;
    }

    private static SeriesShape ShapeOf(Dictionary<string, SeriesShape> shapes, string name)
    {
        if (!shapes.TryGetValue(name, out var shape))
        {
            shapes.Add(name, shape = shapes.Count < MostNames
                ? new SeriesShape(name)
                : throw new InvalidDataException($"a rule that discovers more than {MostNames} names of series"));
        }

        return shape;
    }
}

using Autoscale.Metrics.Declared;

namespace Autoscale.Metrics.Control;

/// <summary>Stands for a source that cannot be asked at all: its metrics are absent, for the reason that is known.</summary>
internal sealed class AbsentSource : ISource
{
    private readonly MetricTable _table;
    private readonly TimeProvider _time;
    private readonly SeriesFeed _external;
    private readonly CustomFeed _custom;

    /// <summary>Opens the metrics and makes them absent.</summary>
    public AbsentSource(SourceSettings settings, IReadOnlyList<MetricClaim> metrics, string because, MetricTable table, TimeProvider time)
    {
        (Name, _table, _time) = (settings.Name, table, time);
        var now = time.GetUtcNow();
        Health = new SourceHealth(because, null, 0, null);
        _external = table.OpenFeed(settings.Scope, settings.Name, [.. metrics.Where(metric => metric.Of is null).Select(metric => metric.Name)]);
        _custom = table.OpenCustomFeed(settings.Scope, settings.Name, [.. metrics.Select(CustomOf).OfType<CustomMetric>()]);
        _external.Fail($"{settings.Name}: {because}", now);
        _custom.Fail($"{settings.Name}: {because}", now);
    }

    /// <inheritdoc />
    public event Action? HealthChanged
    {
        add { }
        remove { }
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public SourceHealth Health { get; }

    /// <inheritdoc />
    public Task RunAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _table.CloseFeed(_external);
        _table.CloseCustomFeed(_custom);
        return ValueTask.CompletedTask;
    }

    private static CustomMetric? CustomOf(MetricClaim metric) => metric.Of is { } kind ? new CustomMetric(kind, metric.Name) : null;
}

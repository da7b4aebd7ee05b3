using Autoscale.Kubernetes;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Declared;

namespace Autoscale.Tests.Sources;

/// <summary>A source that says what a test wants.</summary>
internal sealed class FakeSource : ISource
{
    private readonly MetricTable _table;
    private readonly SeriesFeed _feed;

    public FakeSource(SourcePlan plan, MetricTable table)
    {
        (Plan, _table) = (plan, table);
        _feed = table.OpenFeed(plan.Settings.Scope, plan.Settings.Name, [.. plan.Metrics.Select(metric => metric.Name)]);
    }

    public event Action? HealthChanged;

    public SourcePlan Plan { get; }

    public string Name => Plan.Settings.Name;

    public SourceHealth Health { get; private set; } = SourceHealth.Unread;

    public bool IsClosed { get; private set; }

    /// <summary>Has one series of each metric, with this value.</summary>
    public void Say(long value)
    {
        var now = TimeProvider.System.GetUtcNow();
        _feed.Replace([.. Plan.Metrics.Select(metric =>
            new ExternalSeries("", metric.Name, SeriesLabels.None, Reading.Of(Quantity.FromLong(value), now, Name)))]);
        Tell(new SourceHealth(null, now, Plan.Metrics.Count, TimeSpan.FromSeconds(1)));
    }

    /// <summary>Cannot be read, for a reason.</summary>
    public void Fail(string because)
    {
        _feed.Fail(because, TimeProvider.System.GetUtcNow());
        Tell(Health with { Problem = because, Series = 0 });
    }

    public Task RunAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    public ValueTask DisposeAsync()
    {
        IsClosed = true;
        _table.CloseFeed(_feed);
        return ValueTask.CompletedTask;
    }

    private void Tell(SourceHealth now)
    {
        Health = now;
        HealthChanged?.Invoke();
    }
}

using Autoscale.Metrics.Declared;

namespace Autoscale.Metrics.Control;

/// <summary>Makes the source that a plan asks for.</summary>
/// <param name="table">Where sources write.</param>
/// <param name="make">Makes a source that can be asked, for a table of its own.</param>
/// <param name="time">The clock.</param>
internal sealed class SourceFactory(MetricTable table, Func<SourcePlan, MetricTable, ISource> make, TimeProvider time)
{
    /// <summary>The time.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Where the feeds of one source are kept until they are shown.</summary>
    public TableStage NewStage() => table.Stage();

    /// <summary>The source; where it cannot be asked, one that only says why.</summary>
    public ISource Make(SourcePlan plan, MetricTable stage) => plan switch
    {
        { Problems.Count: > 0 } => new AbsentSource(plan.Settings, plan.Metrics, string.Join("; ", plan.Problems), stage, time),
        { IsIdle: true } => new AbsentSource(plan.Settings, [], "others answer for all its metrics", stage, time),
        _ => make(plan, stage),
    };
}

namespace Autoscale.Metrics.Sources;

/// <summary>
/// One kind of series of queues: its name, what it is about, its unit and how it is computed. One that needs statistics is up to
/// 10 s old while somebody looks at it; the others are of the moment.
/// </summary>
public sealed record QueueSeriesInfo(string Name, QueueFamily Family, QueueFigure Figure, string Unit, string Formula)
{
    /// <summary>Whether it needs what the broker only renews every 5 s.</summary>
    public bool NeedsStatistics => Figure is not (QueueFigure.Messages or QueueFigure.Ready or QueueFigure.Unacknowledged or QueueFigure.Backlog);
}

namespace Autoscale.Metrics.Sources;

/// <summary>What can be said of a queue in one number; <see cref="QueueSeries.Table"/> has the units and the formulas.</summary>
public enum QueueFigure
{
    /// <summary>All messages.</summary>
    Messages,

    /// <summary>Messages that wait.</summary>
    Ready,

    /// <summary>Messages that are with a consumer.</summary>
    Unacknowledged,

    /// <summary>Messages that are not done yet.</summary>
    Backlog,

    /// <summary>Consumers.</summary>
    Consumers,

    /// <summary>How much of the time consumers could take a message at once.</summary>
    Utilisation,

    /// <summary>Messages published a second.</summary>
    Published,

    /// <summary>Messages delivered a second.</summary>
    Delivered,

    /// <summary>Messages acknowledged a second.</summary>
    Acknowledged,

    /// <summary>Backlog for each consumer.</summary>
    BacklogPerConsumer,

    /// <summary>Seconds until the backlog is done.</summary>
    DrainTime,
}

namespace Autoscale.Metrics.Sources;

/// <summary>
/// What happened to the messages of a queue, in all or (as rates) per second. Settled are those that left the queue because a
/// consumer was done with them: acknowledged, or delivered to one that acknowledges nothing.
/// </summary>
internal readonly record struct FlowCounters(double Published, double Delivered, double Acknowledged, double Settled)
{
    /// <summary>One of the four.</summary>
    public double Of(FlowKind kind) => kind switch
    {
        FlowKind.Published => Published,
        FlowKind.Delivered => Delivered,
        FlowKind.Acknowledged => Acknowledged,
        _ => Settled,
    };

    /// <summary>Whether one of them is less than it was: the broker counts anew.</summary>
    public bool IsBefore(FlowCounters other) => Published < other.Published || Delivered < other.Delivered || Settled < other.Settled;
}

namespace Autoscale.Metrics;

/// <summary>
/// The message with which an application reports readings of its own: over the bus as a message of this very type (or the same as
/// plain JSON), over HTTP as the body of POST /v1/readings. Either all of its readings are taken or none.
/// </summary>
public sealed record MetricReported
{
    /// <summary>The readings; 1 to 1000.</summary>
    public IReadOnlyList<ReportedReading> Readings { get => field ?? []; init; }
}

using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Sources;

/// <summary>A reported reading that was found to be right, with the series that it belongs to.</summary>
internal sealed record PushedReading(PushedSeriesKey Series, Quantity Value, DateTimeOffset MeasuredAt, TimeSpan Lifetime)
{
    public DateTimeOffset ExpiresAt => MeasuredAt + Lifetime;

    /// <summary>The reading as the table has it.</summary>
    public Reading ToReading(string source) => Reading.Of(Value, MeasuredAt, source) with { ExpiresAt = ExpiresAt };
}

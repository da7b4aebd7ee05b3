namespace Autoscale.Metrics.Declared;

/// <summary>Readings that applications report themselves.</summary>
public sealed record PushedSpec
{
    /// <summary>How long a reading counts that does not say so itself, as Go writes durations; null for 30 s.</summary>
    public string? Lifetime { get; init; }
}

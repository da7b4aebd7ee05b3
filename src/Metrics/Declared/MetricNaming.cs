namespace Autoscale.Metrics.Declared;

/// <summary>How a metric is named after its series.</summary>
public sealed record MetricNaming
{
    /// <summary>A regular expression that the series' name must match; null for any.</summary>
    public string? Matches { get; init; }

    /// <summary>The metric's name, with groups of the expression such as ${1} in it; null for the first group.</summary>
    public string? As { get; init; }
}

namespace Autoscale.Kubernetes.Models;

/// <summary>A reading as it stands in the status.</summary>
public sealed record MetricValueStatus
{
    /// <summary>The metric as a whole.</summary>
    public Quantity? Value { get; init; }

    /// <summary>The average per pod.</summary>
    public Quantity? AverageValue { get; init; }

    /// <summary>The average in percent of the request.</summary>
    public int? AverageUtilization { get; init; }
}

namespace Autoscale.Kubernetes.Models;

/// <summary>The target of a metric; the member that Type names is set.</summary>
public sealed record MetricTarget
{
    /// <summary>Utilization, Value or AverageValue.</summary>
    public string Type { get => field ?? ""; init; }

    /// <summary>Target of the metric as a whole.</summary>
    public Quantity? Value { get; init; }

    /// <summary>Target per pod.</summary>
    public Quantity? AverageValue { get; init; }

    /// <summary>Target in percent of the request.</summary>
    public int? AverageUtilization { get; init; }
}

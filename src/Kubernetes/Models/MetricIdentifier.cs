namespace Autoscale.Kubernetes.Models;

/// <summary>Names a metric, and the series of it that count.</summary>
public sealed record MetricIdentifier
{
    /// <summary>Name of the metric.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>Selects series by label; null means all.</summary>
    public LabelSelectorSpec? Selector { get; init; }
}

namespace Autoscale.Metrics.Sources;

/// <summary>A container of PodMetrics.</summary>
internal sealed record ServedContainer
{
    public string Name { get => field ?? ""; init; }

    public ServedUsage Usage { get => field ?? new(); init; }
}

namespace Autoscale.Metrics;

/// <summary>Usage of one pod at Time, averaged over the Window before it.</summary>
public sealed record PodUsage(
    string Namespace,
    string Name,
    DateTimeOffset Time,
    TimeSpan Window,
    IReadOnlyList<ContainerUsage> Containers);

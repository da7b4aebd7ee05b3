namespace Autoscale.Metrics;

/// <summary>A container of a pod.</summary>
internal readonly record struct ContainerName(PodName Pod, string Container);

using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>Usage of one node at Time, averaged over the Window before it: CPU in cores, memory in bytes; null where the source had none.</summary>
public sealed record NodeUsage(string Name, DateTimeOffset Time, TimeSpan Window, Quantity? Cpu, Quantity? Memory);

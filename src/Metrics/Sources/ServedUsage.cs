using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Sources;

/// <summary>Amounts in PodMetrics and NodeMetrics; null where the server has none.</summary>
internal sealed record ServedUsage(Quantity? Cpu = null, Quantity? Memory = null);

using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Apis;

/// <summary>Usage of one container in metrics.k8s.io.</summary>
internal sealed record ContainerMetrics(string Name, IReadOnlyDictionary<string, Quantity> Usage);

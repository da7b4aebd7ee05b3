using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Apis;

/// <summary>One value of custom.metrics.k8s.io/v1beta2.</summary>
internal sealed record CustomValueV2(DescribedObject DescribedObject, CustomIdentifier Metric, string Timestamp, long? WindowSeconds, Quantity Value);

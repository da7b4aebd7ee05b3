using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Apis;

/// <summary>One value of external.metrics.k8s.io/v1beta1; Window in whole seconds.</summary>
internal sealed record ExternalMetricValue(
    string MetricName, IReadOnlyDictionary<string, string> MetricLabels, string Timestamp, long? Window, Quantity Value);

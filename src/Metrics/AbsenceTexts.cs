using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>The texts with which a real API answers for metrics that nobody serves; autoscalers print them.</summary>
public static class AbsenceTexts
{
    /// <summary>Nobody serves metrics.k8s.io.</summary>
    public const string NoResourceMetrics = "the server could not find the requested resource (get pods.metrics.k8s.io)";

    /// <summary>Nobody serves custom.metrics.k8s.io.</summary>
    public const string NoCustomMetrics = "no custom metrics API (custom.metrics.k8s.io) registered";

    /// <summary>Nobody serves external.metrics.k8s.io.</summary>
    public static string NoExternalMetrics(string metric) =>
        $"the server could not find the requested resource (get {metric}.external.metrics.k8s.io)";

    /// <summary>External metrics are served, but none of this name.</summary>
    public static string NoSuchMetric(string metric) => $"the server could not find the metric {metric} for namespaces";

    /// <summary>Custom metrics are served, but none of this name for this resource, or for one object of it.</summary>
    public static string NoSuchMetric(string metric, string resource, string? name = null, LabelSelector? selector = null) =>
        $"the server could not find the metric {metric} for {resource}"
        + (name is null ? "" : selector is { IsEmpty: false } ? $" {name} with selector {selector}" : $" {name}");
}

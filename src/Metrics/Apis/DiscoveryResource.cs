namespace Autoscale.Metrics.Apis;

/// <summary>metav1.APIResource.</summary>
internal sealed record DiscoveryResource(string Name, string SingularName, bool Namespaced, string Kind, IReadOnlyList<string> Verbs)
{
    /// <summary>The resources of metrics.k8s.io.</summary>
    public static IReadOnlyList<DiscoveryResource> Usage { get; } =
    [
        new("nodes", "", false, "NodeMetrics", ["get", "list"]),
        new("pods", "", true, "PodMetrics", ["get", "list"]),
    ];

    /// <summary>A metric of a resource's objects, as each is a part of the resource.</summary>
    public static DiscoveryResource Custom(CustomMetric metric) =>
        new($"{metric.Kind.GroupResource}/{metric.Name}", "", metric.Kind.IsNamespaced, "MetricValueList", ["get"]);

    /// <summary>An external metric, as each is a resource of its own.</summary>
    public static DiscoveryResource External(string metric) => new(metric, "", true, "ExternalMetricValueList", ["get"]);
}

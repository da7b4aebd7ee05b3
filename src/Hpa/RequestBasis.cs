using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa;

/// <summary>Against what utilization is reckoned where a vertical autoscaler sets the pods' requests: those of the pod template.</summary>
public sealed record RequestBasis
{
    /// <summary>The vertical autoscaler, e.g. "VerticalPodAutoscaler web".</summary>
    public required string Owner { get; init; }

    /// <summary>The target, e.g. "Deployment web".</summary>
    public required string Target { get; init; }

    /// <summary>The target's pod template, which no vertical autoscaler changes; null while it is not known.</summary>
    public PodTemplate? Template { get; init; }

    /// <summary>Why the template is not known, or why it names nothing; null where it was read.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the template names the request of a metric's resource; else only the pods' own can be used.</summary>
    public bool Names(MetricPlan metric) => Template is { } template && template.Requests(metric.Resource, metric.Container);
}

using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa;

/// <summary>All that one decision is made from, beside the time and the settings.</summary>
public sealed record ScaleFacts
{
    /// <summary>The autoscaler with its present status.</summary>
    public required HorizontalPodAutoscaler Hpa { get; init; }

    /// <summary>Its specification, resolved.</summary>
    public required HpaPlan Plan { get; init; }

    /// <summary>The target's scale; null when it could not be read.</summary>
    public Scale? Scale { get; init; }

    /// <summary>Why there is no scale.</summary>
    public ScaleFailure? Failure { get; init; }

    /// <summary>The target's pods.</summary>
    public TargetPods Target { get; init; } = new();

    /// <summary>One reading per metric of the plan, in the same order.</summary>
    public IReadOnlyList<MetricReading> Readings { get; init; } = [];

    /// <summary>What utilization is reckoned against, per metric of the plan in the same order; empty where it is the pods' own requests.</summary>
    public IReadOnlyList<RequestBasis?> Bases { get; init; } = [];

    /// <summary>What was recommended and done before.</summary>
    public ScalingHistory History { get; init; } = ScalingHistory.Empty;

    /// <summary>What was kept of the metrics at the last look; empty where there is no rule for absence.</summary>
    public IReadOnlyList<MetricMemory> Memories { get; init; } = [];

    /// <summary>Namespace of the autoscaler and its target.</summary>
    public string Namespace => Hpa.Metadata.Namespace;
}

using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Targeting;
using Autoscale.Vpa.Updating;

namespace Autoscale.Explains;

/// <summary>What the API knew of a vertical autoscaler and all that it depends on at one moment.</summary>
internal sealed record VerticalFacts
{
    /// <summary>The autoscaler.</summary>
    public required VerticalPodAutoscaler Vpa { get; init; }

    /// <summary>The moment.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The pods that its target selects, or why none.</summary>
    public required TargetSelection Target { get; init; }

    /// <summary>Its checkpoints, by name.</summary>
    public IReadOnlyList<VerticalPodAutoscalerCheckpoint> Checkpoints { get; init; } = [];

    /// <summary>The pods of its target, by name.</summary>
    public IReadOnlyList<Pod> Pods { get; init; } = [];

    /// <summary>How many pods the controllers of the pods are to have, of those that say so.</summary>
    public IReadOnlyDictionary<PodCreator, int> Replicas { get; init; } = new Dictionary<PodCreator, int>();

    /// <summary>The pod template of its target; null where it has none that is known.</summary>
    public PodTemplate? Template { get; init; }

    /// <summary>The horizontal autoscalers of the namespace.</summary>
    public IReadOnlyList<HorizontalPodAutoscaler> Autoscalers { get; init; } = [];

    /// <summary>Other vertical autoscalers of the same target, by name.</summary>
    public IReadOnlyList<VerticalPodAutoscaler> Rivals { get; init; } = [];

    /// <summary>The limit ranges of the namespace.</summary>
    public IReadOnlyList<LimitRange> LimitRanges { get; init; } = [];

    /// <summary>The quotas of the namespace.</summary>
    public IReadOnlyList<ResourceQuota> Quotas { get; init; } = [];

    /// <summary>The lease that the webhook renews while it gives new pods what is recommended; null where there is none, or it is not known.</summary>
    public Lease? Webhook { get; init; }

    /// <summary>Whether it is known that there is such a lease, or none.</summary>
    public bool KnowsWebhook { get; init; } = true;

    /// <summary>What could not be read, and why; what depends on it is told as if there were none.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];
}

using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Cooperating;

/// <summary>What it depends on whether a vertical autoscaler may move requests beside horizontal ones.</summary>
public sealed record CooperationFacts
{
    /// <summary>The vertical autoscaler.</summary>
    public required VerticalPodAutoscaler Vpa { get; init; }

    /// <summary>The horizontal autoscalers of the same target; empty is the common case, and nothing waits.</summary>
    public IReadOnlyList<HorizontalPodAutoscaler> Autoscalers { get; init; } = [];

    /// <summary>The pod template of the target; null while it is not known. Only looked at where a utilization is scaled on.</summary>
    public PodTemplate? Template { get; init; }
}

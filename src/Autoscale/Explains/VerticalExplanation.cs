using Autoscale.Vpa.Control;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;

namespace Autoscale.Explains;

/// <summary>Why a vertical autoscaler recommends what it does, and what becomes of it.</summary>
internal sealed record VerticalExplanation
{
    /// <summary>What it was reckoned from.</summary>
    public required VerticalFacts Facts { get; init; }

    /// <summary>The settings by which it was reckoned, which should be those that the controllers run with.</summary>
    public required VerticalOptions Settings { get; init; }

    /// <summary>How every amount came about, by container and resource.</summary>
    public IReadOnlyList<RecommendationReason> Reasons { get; init; } = [];

    /// <summary>What follows from the checkpoints.</summary>
    public RecommendedPodResources Recommendation { get; init; } = new();

    /// <summary>Checkpoints that could not be used, and why.</summary>
    public IReadOnlyList<string> RefusedCheckpoints { get; init; } = [];

    /// <summary>Parts of the resource policy that have no effect.</summary>
    public IReadOnlyList<PolicyFault> Faults { get; init; } = [];

    /// <summary>What horizontal autoscalers let move.</summary>
    public CooperationVerdict Cooperation { get; init; } = CooperationVerdict.Free;

    /// <summary>What a new pod would get; empty where nothing would be set.</summary>
    public IReadOnlyList<ContainerChange> Creation { get; init; } = [];

    /// <summary>What would become of the pods that there are.</summary>
    public IReadOnlyList<PodExplanation> Pods { get; init; } = [];
}

using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Estimation;

/// <summary>What the conditions of a vertical autoscaler say.</summary>
public sealed record RecommendationFacts
{
    /// <summary>Whether anything is recommended.</summary>
    public required bool IsProvided { get; init; }

    /// <summary>Whether there are pods.</summary>
    public required bool HasPods { get; init; }

    /// <summary>Why the target is of no use, in upstream's words; null where it is.</summary>
    public string? Unsupported { get; init; }

    /// <summary>What of the resource policy has no effect.</summary>
    public IReadOnlyList<PolicyFault> PolicyFaults { get; init; } = [];

    /// <summary>What others have to say (updater, cooperation, checkpoints); transition times are seen to here.</summary>
    public IReadOnlyList<VpaCondition> Others { get; init; } = [];

    /// <summary>Types whose conditions go where nobody says them any longer.</summary>
    public IReadOnlyList<string> Withdrawn { get; init; } = [];
}

using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Estimation;

/// <summary>How one amount came about; a step that changed nothing is left out, but for the percentile and the margin.</summary>
/// <param name="Name">The field of the status: target, lowerBound or upperBound.</param>
/// <param name="Steps">The steps in order, at least one.</param>
public sealed record BoundReason(string Name, IReadOnlyList<RecommendationStep> Steps)
{
    /// <summary>The amount that is recommended.</summary>
    public Quantity Amount => Steps[^1].Amount;

    /// <summary>The steps as one line.</summary>
    public override string ToString() => $"{Name} {Amount}: {string.Join(", ", Steps)}";
}

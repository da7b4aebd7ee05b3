using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Estimation;

/// <summary>One step of the making of an amount: what was done, and the amount after it.</summary>
public readonly record struct RecommendationStep(RecommendationStepKind Kind, string Text, Quantity Amount)
{
    /// <summary>The step as "margin 15 % → 323m".</summary>
    public override string ToString() => $"{Text} → {Amount}";
}

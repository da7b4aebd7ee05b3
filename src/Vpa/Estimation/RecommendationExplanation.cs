using Autoscale.Vpa.Estimation.Season;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Estimation;

/// <summary>Tells how the recommendation for one container comes about, from the same estimates that it is made of.</summary>
internal static class RecommendationExplanation
{
    /// <summary>CPU, then memory.</summary>
    public static RecommendationReason[] Of(ContainerEvidence container, ContainerRules rules, RecommendationPlan plan)
    {
        var usage = ContainerUsage.Of(container, plan.Options);
        var season = SeasonalMemory.VerdictOf(container, plan.Options);
        var isSeasonal = SeasonalMemory.Of(container, plan.Options) is not null;
        return
        [
            Reason(container, rules.ControlsCpu, plan.Cpu(usage, rules), ResourceSteps.OfCpu(rules, plan.Options)),
            Reason(container, rules.ControlsMemory, plan.Memory(usage, rules), ResourceSteps.OfMemory(rules, plan.Options, isSeasonal)) with
            {
                Season = season?.Reason,
            },
        ];
    }

    private static RecommendationReason Reason(ContainerEvidence container, bool isControlled, in ResourceEstimate estimate, ResourceSteps steps) => new()
    {
        Container = container.Container,
        Resource = steps.Resource,
        Samples = container.Samples,
        FirstSample = container.FirstSample,
        LastSample = container.LastSample,
        Confidence = estimate.Confidence,
        Bounds = estimate.IsKnown ? Bounds(estimate, steps) : [],
        Absence = !isControlled ? "not among controlledResources" : !estimate.IsKnown ? "no usage was seen yet" : null,
    };

    private static BoundReason[] Bounds(in ResourceEstimate estimate, ResourceSteps steps) =>
    [
        new("target", steps.Of(estimate.Target, steps.Percentiles.Target, estimate.Confidence)),
        new("lowerBound", steps.Of(estimate.LowerBound, steps.Percentiles.LowerBound, estimate.Confidence)),
        new("upperBound", steps.Of(estimate.UpperBound, steps.Percentiles.UpperBound, estimate.Confidence)),
    ];
}

using Autoscale.Vpa.Models;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Estimation;

/// <summary>From usage to what should be requested, as upstream's recommender: estimate, round, whole cores, cap.</summary>
public static class Recommender
{
    /// <summary>
    /// What is recommended for the containers that are not off, sorted by name. Whatever of the previous recommendation still holds
    /// is handed back as it is: a recommendation that did not move costs no memory, and is the very object that was given.
    /// </summary>
    public static PodRecommendation Recommend(
        VerticalPodAutoscaler vpa, IReadOnlyList<ContainerEvidence> evidence, RecommenderOptions options, RecommendedPodResources? previous = null)
    {
        RecommendationPlan plan = new(vpa, evidence, options);
        RecommendationDraft draft = new(previous, plan.Evidence.Count);
        for (var index = 0; index < plan.Evidence.Count; index++)
        {
            var container = plan.Evidence[index];
            ContainerRules rules = new(container.Container, vpa, options);
            if (plan.Includes(container, rules))
            {
                var usage = ContainerUsage.Of(container, options);
                draft.Add(ContainerDraft.Of(container.Container, rules, plan.Cpu(usage, rules), plan.Memory(usage, rules), draft.Before(container.Container)));
            }
        }

        return draft.Finish();
    }

    /// <summary>How every amount of the recommendation comes about, by container and resource.</summary>
    public static IReadOnlyList<RecommendationReason> Explain(
        VerticalPodAutoscaler vpa, IReadOnlyList<ContainerEvidence> evidence, RecommenderOptions options)
    {
        RecommendationPlan plan = new(vpa, evidence, options);
        List<RecommendationReason> reasons = [];
        foreach (var container in plan.Evidence)
        {
            ContainerRules rules = new(container.Container, vpa, options);
            if (plan.Includes(container, rules))
            {
                reasons.AddRange(RecommendationExplanation.Of(container, rules, plan));
            }
        }

        return reasons;
    }
}

using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Capping;

/// <summary>
/// Bounds recommendations for a pod after pkg/utils/vpa/capping.go: by the limit ranges of its namespace, then by the policy of its
/// autoscaler, which hence wins, then by limits that are to stay.
/// </summary>
public static class PodCapping
{
    private static readonly RecommendedList[] Lists = [RecommendedList.Target, RecommendedList.LowerBound, RecommendedList.UpperBound];

    /// <summary>What is recommended for the pod; containers that it does not have are dropped.</summary>
    public static CappedRecommendation Cap(RecommendedPodResources? recommendation, VpaResourcePolicy? policy, Pod pod, LimitRangeBounds bounds)
    {
        if (recommendation is null && policy is null)
        {
            return CappedRecommendation.None;
        }

        var drafts = Drafts(recommendation?.ContainerRecommendations ?? [], pod, bounds).ToList();
        if (bounds.Pod is { } podBound)
        {
            PodLimitCapping.Apply(drafts, pod, podBound);
        }

        drafts.RemoveAll(draft => pod.Spec.Containers.All(container => container.Name != draft.Container));
        var annotations = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var draft in drafts)
        {
            var notes = Cap(draft, policy, pod, bounds.Container);
            if (notes.Count > 0)
            {
                annotations[draft.Container] = notes;
            }
        }

        return new() { Recommendation = Finish(drafts), Annotations = annotations };
    }

    // Where pods are bounded as a whole, containers without a recommendation are given one: what they request.
    private static IEnumerable<RecommendationDraft> Drafts(IReadOnlyList<RecommendedContainerResources> recommended, Pod pod, LimitRangeBounds bounds)
    {
        var missing = bounds.Pod is null ? []
            : from container in pod.Spec.Containers
              where recommended.All(item => item.ContainerName != container.Name)
              let requests = ContainerAmounts.Of(pod, container.Name).Requests
              where requests is { Count: > 0 }
              select new RecommendedContainerResources { ContainerName = container.Name, Target = requests };
        return recommended.Concat(missing).Select(item => new RecommendationDraft(item));
    }

    private static RecommendedPodResources Finish(IEnumerable<RecommendationDraft> drafts) =>
        new() { ContainerRecommendations = [.. drafts.Select(draft => draft.Finish())] };

    private static List<string> Cap(RecommendationDraft draft, VpaResourcePolicy? policy, Pod pod, LimitBound? limitRange)
    {
        var entry = ContainerPolicy.Of(draft.Container, policy);
        var current = ContainerAmounts.Of(pod, draft.Container);
        var inRange = limitRange is null ? AmountBound.None : AmountBound.Of(current, limitRange);
        var allowed = new AmountBound(entry?.MinAllowed, entry?.MaxAllowed);
        var notes = new List<string>();
        foreach (var list in Lists)
        {
            var amounts = draft.List(list);
            string[] said =
            [
                .. inRange.Cap(amounts, "fit Min in container LimitRange", "fit Max in container LimitRange"),
                .. allowed.Cap(amounts),
                .. ContainerPolicy.ControlsRequestsOnly(entry) ? CapToLimit(amounts, current.Limits) : [],
            ];
            notes.AddRange(list == RecommendedList.Target ? said : []);
        }

        return notes;
    }

    private static List<string> CapToLimit(SortedDictionary<string, Quantity>? amounts, IReadOnlyDictionary<string, Quantity>? limits)
    {
        var notes = new List<string>();
        foreach (var (resource, amount) in amounts?.ToList() ?? [])
        {
            if (limits is not null && limits.TryGetValue(resource, out var limit) && amount.SaturatedMilliValue > limit.SaturatedMilliValue)
            {
                amounts?[resource] = limit;
                notes.Add($"{resource} capped to container limit");
            }
        }

        return notes;
    }
}

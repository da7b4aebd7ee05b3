using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Estimation;

namespace Autoscale.Vpa.Capping;

/// <summary>
/// Brings the sums of a pod within the limit ranges for pods, each container in proportion, after capProportionallyToPodLimitRange of
/// pkg/utils/vpa/capping.go. Containers without a recommendation count, and stay as they are; upstream panics over some of them.
/// </summary>
internal static class PodLimitCapping
{
    private static readonly RecommendedList[] Lists = [RecommendedList.UpperBound, RecommendedList.Target, RecommendedList.LowerBound];

    /// <summary>Bounds all lists of all containers.</summary>
    public static void Apply(IReadOnlyList<RecommendationDraft> drafts, Pod pod, LimitBound bound)
    {
        foreach (var list in Lists)
        {
            foreach (var resource in Resources.Both)
            {
                Apply([.. pod.Spec.Containers.Select(container => Share.Of(container, pod, drafts, list))], resource, bound);
            }
        }
    }

    private static void Apply(Share[] shares, string resource, LimitBound bound)
    {
        var (min, max) = (bound.Min.Of(resource), bound.Max.Of(resource));
        var limits = Sum(shares, share => RequestRatio.Of(resource, share.Current, bound.Default).LimitFor(share.Recommended(resource)).Limit ?? Quantity.Zero);
        var recommended = Sum(shares, share => share.Recommended(resource));
        var isBeyond = !max.IsZero && max < limits;
        if (limits.IsZero || (min <= limits && min <= recommended && !isBeyond))
        {
            return;
        }

        if (min > recommended)
        {
            Set(shares, resource, amount => RequestRatio.ScaleUp(resource, amount, min, recommended));
            return;
        }

        Set(shares, resource, amount => ScaleDown(resource, amount, isBeyond ? max : min, limits));
    }

    private static Quantity Sum(Share[] shares, Func<Share, Quantity> amount) =>
        shares.Aggregate(Quantity.Zero, (sum, share) => sum + amount(share));

    // As upstream, which takes 999 thousandths of a byte off before it rounds away from zero: where there is nothing, that makes -1.
    private static Quantity ScaleDown(string resource, Quantity amount, Quantity numerator, Quantity denominator)
    {
        _ = RequestRatio.TryScale(resource, amount, numerator, denominator, out var scaled);
        return resource == Resources.Memory && scaled.IsZero ? Quantity.FromLong(-1) : scaled;
    }

    // What is missing in a list is added, as upstream does.
    private static void Set(Share[] shares, string resource, Func<Quantity, Quantity> scale)
    {
        foreach (var list in shares.Select(share => share.List).OfType<SortedDictionary<string, Quantity>>())
        {
            list[resource] = scale(list.Of(resource));
        }
    }

    // List: what is recommended; null when nothing is. HasRecommendation: whether the container is in the recommendation at all.
    private readonly record struct Share(ResourceRequirements Current, bool HasRecommendation, SortedDictionary<string, Quantity>? List)
    {
        public static Share Of(Container container, Pod pod, IReadOnlyList<RecommendationDraft> drafts, RecommendedList list)
        {
            var draft = drafts.FirstOrDefault(item => item.Container == container.Name);
            return new(ContainerAmounts.Of(pod, container.Name), draft is not null, draft?.List(list));
        }

        public Quantity Recommended(string resource) => HasRecommendation ? List.Of(resource) : Current.Requests.Of(resource);
    }
}

using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>
/// Holds pods and claims against the bounds of limit ranges, after plugin/pkg/admission/limitranger: the first limit range by name that
/// is broken ends the check, and all that it has against the object is said, what is the same only once.
/// </summary>
public static class LimitRangeRules
{
    /// <summary>The type of rules about each container and init container.</summary>
    public const string Container = "Container";

    /// <summary>The type of rules about a pod's totals.</summary>
    public const string Pod = "Pod";

    /// <summary>The type of rules about the storage that a claim requests.</summary>
    public const string PersistentVolumeClaim = "PersistentVolumeClaim";

    /// <summary>Why the limit ranges of its namespace, in any order, refuse a pod, as it stands after "is forbidden: "; null when they do not.</summary>
    public static string? Refuse(PodSpec spec, IEnumerable<LimitRange> limitRanges) => First(limitRanges, item => item.Type switch
    {
        Container => spec.Containers.Concat(spec.InitContainers)
            .SelectMany(container => Broken(item, container.Resources?.Requests, container.Resources?.Limits)),
        Pod => Broken(item, PodTotals.Requests(spec, IsPodLevel).Amounts, PodTotals.Limits(spec, IsPodLevel).Amounts),
        _ => [],
    });

    /// <summary>Why the limit ranges of its namespace, in any order, refuse a claim, as it stands after "is forbidden: "; null when they do not.</summary>
    public static string? Refuse(PersistentVolumeClaimSpec spec, IEnumerable<LimitRange> limitRanges) => First(limitRanges, item =>
    {
        var amounts = new Amounts(item.Type, spec.Resources?.Requests, Limits: null);
        return item.Type != PersistentVolumeClaim ? [] : Each(item.Min, (resource, bound) => amounts.Of(resource).AtLeast(bound))
            .Concat(Each(item.Max, (resource, bound) => amounts.Of(resource).RequestAtMost(bound)));
    });

    private static string? First(IEnumerable<LimitRange> limitRanges, Func<LimitRangeItem, IEnumerable<string>> broken)
    {
        foreach (var limitRange in limitRanges.OrderBy(range => range.Metadata.Name, StringComparer.Ordinal))
        {
            var reasons = limitRange.Spec.Limits.SelectMany(broken).Distinct(StringComparer.Ordinal).ToList();
            if (reasons.Count > 0)
            {
                return reasons.Count == 1 ? reasons[0] : $"[{string.Join(", ", reasons)}]";
            }
        }

        return null;
    }

    private static IEnumerable<string> Broken(
        LimitRangeItem item, IReadOnlyDictionary<string, Quantity>? requests, IReadOnlyDictionary<string, Quantity>? limits)
    {
        var amounts = new Amounts(item.Type, requests, limits);
        return Each(item.Min, (resource, bound) => amounts.Of(resource).AtLeast(bound))
            .Concat(Each(item.Max, (resource, bound) => amounts.Of(resource).AtMost(bound)))
            .Concat(Each(item.MaxLimitRequestRatio, (resource, bound) => amounts.Of(resource).RatioAtMost(bound)));
    }

    // By the name of the resource: upstream asks in an order that changes from run to run.
    private static IEnumerable<string> Each(IReadOnlyDictionary<string, Quantity>? bounds, Func<string, Quantity, string?> judge) =>
        (bounds ?? new Dictionary<string, Quantity>()).OrderBy(bound => bound.Key, StringComparer.Ordinal)
            .Select(bound => judge(bound.Key, bound.Value)).OfType<string>();

    // Other resources of the pod as a whole count for quotas alone.
    private static bool IsPodLevel(string resource) => resource is "cpu" or "memory";

    private readonly record struct Amounts(
        string Type, IReadOnlyDictionary<string, Quantity>? Requests, IReadOnlyDictionary<string, Quantity>? Limits)
    {
        public BoundedAmount Of(string resource) => new(Type, resource, Find(Requests, resource), Find(Limits, resource));

        private static Quantity? Find(IReadOnlyDictionary<string, Quantity>? amounts, string resource) =>
            amounts is not null && amounts.TryGetValue(resource, out var amount) ? amount : null;
    }
}

using Autoscale.Kubernetes;

namespace Autoscale.Explains;

/// <summary>Says of a resource of a container what it has and what it gets, e.g. "100m → 250m (limit 200m → 500m)".</summary>
internal static class ChangeText
{
    /// <summary>The text; "-" where neither is anything.</summary>
    public static string Of(ContainerChange change, string resource)
    {
        var request = Of(change.Current.Requests, change.Desired.Requests, resource);
        var limit = Of(change.Current.Limits, change.Desired.Limits, resource);
        return limit == "-" ? request : $"{request} (limit {limit})";
    }

    private static string Of(IReadOnlyDictionary<string, Quantity>? current, IReadOnlyDictionary<string, Quantity> desired, string resource)
    {
        var before = current is not null && current.TryGetValue(resource, out var had) ? AmountText.Of(resource, had) : "-";
        var after = desired.TryGetValue(resource, out var gets) ? AmountText.Of(resource, gets) : before;
        return before == after ? before : $"{before} → {after}";
    }
}

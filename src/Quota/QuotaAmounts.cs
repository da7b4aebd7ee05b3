using Autoscale.Kubernetes;

namespace Autoscale.Quota;

/// <summary>Resource lists as the API has them; a list that is absent is one without entries.</summary>
internal static class QuotaAmounts
{
    /// <summary>Whether both lists name the same resources with the same amounts, however these are written.</summary>
    public static bool AreSame(IReadOnlyDictionary<string, Quantity>? left, IReadOnlyDictionary<string, Quantity>? right)
    {
        if ((left?.Count ?? 0) != (right?.Count ?? 0))
        {
            return false;
        }

        foreach (var (resource, amount) in left ?? Nothing)
        {
            if (right?.TryGetValue(resource, out var other) != true || other != amount)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>No amounts.</summary>
    public static IReadOnlyDictionary<string, Quantity> Nothing { get; } = ResourceVector.Empty.Amounts;
}

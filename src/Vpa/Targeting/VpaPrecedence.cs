using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Targeting;

/// <summary>Which of several autoscalers of one pod is in charge, after upstream's Stronger: the oldest, of the same age the first by name.</summary>
public sealed class VpaPrecedence : IComparer<VerticalPodAutoscaler>
{
    private VpaPrecedence()
    {
    }

    /// <summary>Sorts who is in charge to the front.</summary>
    public static VpaPrecedence Order { get; } = new();

    /// <summary>Who is in charge; null of none.</summary>
    public static VerticalPodAutoscaler? First(IEnumerable<VerticalPodAutoscaler> autoscalers) => autoscalers.Min(Order);

    /// <inheritdoc />
    public int Compare(VerticalPodAutoscaler? x, VerticalPodAutoscaler? y)
    {
        if (x is null || y is null)
        {
            // Nobody comes after everybody.
            return (x is null).CompareTo(y is null);
        }

        var byAge = Nullable.Compare(x.Metadata.CreationTimestamp, y.Metadata.CreationTimestamp);
        return byAge != 0 ? byAge : string.CompareOrdinal(x.Metadata.Name, y.Metadata.Name);
    }
}

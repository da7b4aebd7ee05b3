using Autoscale.Vpa.Models;

namespace Autoscale.Vpa;

/// <summary>Which of several autoscalers of one target decides about its pods: the oldest, then the first by name, as upstream's webhook has it.</summary>
public static class VpaOrder
{
    /// <summary>Sorts who decides to the front.</summary>
    public static IComparer<VerticalPodAutoscaler> Comparer { get; } = Comparer<VerticalPodAutoscaler>.Create(Compare);

    /// <summary>Less than zero where the first of the two decides.</summary>
    public static int Compare(VerticalPodAutoscaler one, VerticalPodAutoscaler other)
    {
        var age = Nullable.Compare(one.Metadata.CreationTimestamp, other.Metadata.CreationTimestamp);
        return age != 0 ? age : string.CompareOrdinal(one.Metadata.Name, other.Metadata.Name);
    }

    /// <summary>Whether two autoscalers of a namespace have targets of one kind and name.</summary>
    public static bool HaveSameTarget(VerticalPodAutoscaler one, VerticalPodAutoscaler other) =>
        (one.Metadata.Namespace, one.Spec.TargetRef?.Kind, one.Spec.TargetRef?.Name)
            == (other.Metadata.Namespace, other.Spec.TargetRef?.Kind, other.Spec.TargetRef?.Name);
}

using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Estimation;

/// <summary>An amount on its way into the status: millicores or bytes, or a quantity where it is not written as those are (the bound of a policy).</summary>
internal readonly record struct DraftAmount(long Units, Quantity? Written = null)
{
    /// <summary>No amount.</summary>
    public const long Absent = -1;

    /// <summary>No amount.</summary>
    public static DraftAmount None => new(Absent);
}

using Autoscale.Kubernetes;

namespace Autoscale.Quota.Control;

/// <summary>What shall become of a quota's status, and what of it is dealt with then.</summary>
/// <param name="Correction">The decision.</param>
/// <param name="Wakes">Up to which wake it is answered.</param>
/// <param name="Lag">What objects use that the caches have not seen; null while the API was not asked for them.</param>
internal sealed record StatusPlan(StatusCorrection Correction, int Wakes, ResourceVector? Lag)
{
    /// <summary>When to look again because of what may be in flight, on the steady clock; null when nothing is that matters.</summary>
    public TimeSpan? Again { get; init; }

    /// <summary>When everything is counted anew though nothing happens.</summary>
    public TimeSpan Resync { get; init; }

    /// <summary>Whether it is made sure that what appeared was charged.</summary>
    public bool IsRecheck { get; init; }

    /// <summary>Whether somebody else seems to charge the quota, too.</summary>
    public bool IsDouble { get; init; }

    /// <summary>Whether nobody else seems to.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Whether only the API's own word can tell what the status should be.</summary>
    public bool NeedsProof => Lag is null && Correction.Unexplained.Amounts.Count > 0;
}

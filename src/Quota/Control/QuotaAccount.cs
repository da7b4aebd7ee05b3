using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Control;

/// <summary>What the status controller knows of one quota; guarded by the lock of its namespace's book.</summary>
internal sealed class QuotaAccount(ResourceQuota quota)
{
    private int _wakes;
    private int _answered = -1;

    /// <summary>The newest copy.</summary>
    public ResourceQuota Quota { get; private set; } = quota;

    /// <summary>Charges that may still be in flight.</summary>
    public ChargeHistory Charges { get; } = new();

    /// <summary>What objects gave up since the status was last corrected.</summary>
    public ResourceVector Released { get; set; } = ResourceVector.Empty;

    /// <summary>What objects gave up by changes that wake nobody, as upstream has it: acted upon with the next that does.</summary>
    public ResourceVector Withheld { get; set; } = ResourceVector.Empty;

    /// <summary>What is known of others who charge.</summary>
    public DoubleCharge Double { get; set; } = DoubleCharge.Unseen;

    /// <summary>When everything is counted anew though nothing happened.</summary>
    public TimeSpan Resync { get; set; }

    /// <summary>When to make sure that what appeared was charged, and that what was in flight while a limit was new is counted; null when there is no such.</summary>
    public TimeSpan? Recheck { get; set; }

    /// <summary>By how much objects grew by changes that wake nobody: charged or not, that is left to the next that does.</summary>
    public ResourceVector Unasked { get; set; } = ResourceVector.Empty;

    /// <summary>How often something happened that must be counted; whoever counts says up to which.</summary>
    public int Wakes => _wakes;

    /// <summary>Whether something happened that was not counted yet.</summary>
    public bool IsAwake => _wakes != _answered;

    /// <summary>Notes that it must be counted.</summary>
    public void Wake() => _wakes = unchecked(_wakes + 1);

    /// <summary>Notes that it was counted.</summary>
    public void Answer(int wakes) => _answered = wakes;

    /// <summary>Takes in a copy that somebody else may have written; false when it is not newer.</summary>
    public bool Observe(ResourceQuota copy, TimeSpan now)
    {
        if (!ObjectVersion.IsNewer(copy.Metadata, Quota.Metadata))
        {
            return false;
        }

        var growth = QuotaUse.Growth(QuotaUse.Of(Quota), QuotaUse.Of(copy));
        Charges.Add(now, growth);
        Double = Double.WithGrowth(growth);
        if (RecountTriggers.WakesQuota(Quota, copy) || RecountTriggers.IsDamage(Quota, copy))
        {
            Wake();
        }

        Quota = copy;
        return true;
    }

    /// <summary>Takes in the copy that we wrote ourselves.</summary>
    public void Wrote(ResourceQuota copy)
    {
        if (ObjectVersion.IsNewer(copy.Metadata, Quota.Metadata))
        {
            Quota = copy;
        }
    }

    /// <summary>Begins to answer for the quota: whatever it says now may still be in flight, and must be counted.</summary>
    public void Begin(TimeSpan now)
    {
        (Released, Withheld, Unasked, Double) = (ResourceVector.Empty, ResourceVector.Empty, ResourceVector.Empty, DoubleCharge.Unseen);
        Charges.Clear();
        Charges.Add(now, QuotaUse.Of(Quota));
        Resync = now;
        Wake();
    }
}

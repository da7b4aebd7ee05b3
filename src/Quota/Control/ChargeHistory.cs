using Autoscale.Kubernetes;

namespace Autoscale.Quota.Control;

/// <summary>By how much a quota's use grew of late, and when that was seen: what charges may still be in flight. Not safe for several threads.</summary>
internal sealed class ChargeHistory
{
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(50);

    private readonly LinkedList<(TimeSpan First, TimeSpan At, ResourceVector Growth)> _growths = new();

    /// <summary>When the oldest growth was seen; null when there is none.</summary>
    public TimeSpan? Oldest => _growths.First?.Value.At;

    /// <summary>Notes a growth; what comes close together is held together, until the last of it may be let go.</summary>
    public void Add(TimeSpan now, ResourceVector growth)
    {
        if (growth.Amounts.Count == 0)
        {
            return;
        }

        if (_growths.Last is { } last && now - last.Value.First < Grain)
        {
            last.Value = (last.Value.First, now, last.Value.Growth + growth);
        }
        else
        {
            _growths.AddLast((now, now, growth));
        }
    }

    /// <summary>The sum of what was seen after a time; what was seen before is forgotten.</summary>
    public ResourceVector Since(TimeSpan cutoff)
    {
        Forget(cutoff);
        return _growths.Aggregate(ResourceVector.Empty, (sum, growth) => sum + growth.Growth);
    }

    /// <summary>Forgets what was seen up to a time.</summary>
    public void Forget(TimeSpan cutoff)
    {
        while (_growths.First is { } oldest && oldest.Value.At <= cutoff)
        {
            _growths.RemoveFirst();
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => _growths.Clear();
}

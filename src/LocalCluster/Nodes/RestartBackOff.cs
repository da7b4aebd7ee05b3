namespace Autoscale.LocalCluster.Nodes;

/// <summary>How long a kubelet holds a container back that keeps ending: not at all at first, then 10 s and twice as long each time up to 5 min; 10 quiet minutes forgive all.</summary>
internal sealed class RestartBackOff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private TimeSpan _pause;
    private DateTimeOffset _movedAt = DateTimeOffset.MinValue;

    /// <summary>How long after its end a container waits.</summary>
    public TimeSpan After(DateTimeOffset endedAt) => IsForgiven(endedAt) ? TimeSpan.Zero : _pause;

    /// <summary>Counts one more start after an end.</summary>
    public void Restarted(DateTimeOffset now)
    {
        var next = _pause == TimeSpan.Zero || IsForgiven(now) ? First : _pause * 2;
        (_pause, _movedAt) = (next < Longest ? next : Longest, now);
    }

    private bool IsForgiven(DateTimeOffset at) => at - _movedAt > 2 * Longest;
}

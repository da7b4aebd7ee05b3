using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Control;

/// <summary>Decides whether a candidate may write itself into a lease, and what, as client-go's leader election.</summary>
public static class LeaseClaim
{
    /// <summary>
    /// The spec to write, or null while somebody else holds the lease: its times are another clock's, so only how long ago this
    /// candidate saw it change counts.
    /// </summary>
    public static LeaseSpec? Decide(LeaseSpec? held, TimeSpan sinceChange, LeaderLeaseOptions options, DateTimeOffset now)
    {
        var isOurs = held?.HolderIdentity == options.Identity;
        if (held?.HolderIdentity is { Length: > 0 } && !isOurs && sinceChange < options.Duration)
        {
            return null;
        }

        return new()
        {
            HolderIdentity = options.Identity,
            LeaseDurationSeconds = (int)options.Duration.TotalSeconds,
            AcquireTime = isOurs ? held?.AcquireTime : now,
            RenewTime = now,
            LeaseTransitions = held is null ? 0 : (held.LeaseTransitions ?? 0) + (isOurs ? 0 : 1),
        };
    }

    /// <summary>The spec by which a leader gives the lease up, so that the next one need not wait.</summary>
    public static LeaseSpec Release(LeaseSpec held, DateTimeOffset now) => new()
    {
        LeaseDurationSeconds = 1,
        AcquireTime = now,
        RenewTime = now,
        LeaseTransitions = held.LeaseTransitions ?? 0,
    };
}

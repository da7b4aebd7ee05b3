using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Updating;

/// <summary>What one round takes of the quotas' headroom, which the quotas themselves learn of later. Not thread-safe.</summary>
public sealed class HeadroomLedger(IQuotaHeadroom quotas)
{
    private readonly Dictionary<string, (ResourceVector Requests, ResourceVector Limits)> _granted = [];

    /// <summary>Which quota a pod's growth does not fit into beside what was granted; null when it fits, or nothing grows.</summary>
    public string? Refuses(PodCandidate candidate)
    {
        var (requests, limits) = (candidate.Growth(ofLimits: false), candidate.Growth(ofLimits: true));
        if (requests.Amounts.Count == 0 && limits.Amounts.Count == 0)
        {
            return null;
        }

        var granted = GrantedIn(candidate);
        return quotas.Refuses(candidate.Pod.Metadata.Namespace, granted.Requests + requests, granted.Limits + limits);
    }

    /// <summary>Counts a pod's growth.</summary>
    public void Grant(PodCandidate candidate)
    {
        var granted = GrantedIn(candidate);
        _granted[candidate.Pod.Metadata.Namespace] =
            (granted.Requests + candidate.Growth(ofLimits: false), granted.Limits + candidate.Growth(ofLimits: true));
    }

    private (ResourceVector Requests, ResourceVector Limits) GrantedIn(PodCandidate candidate) =>
        _granted.GetValueOrDefault(candidate.Pod.Metadata.Namespace, (ResourceVector.Empty, ResourceVector.Empty));
}

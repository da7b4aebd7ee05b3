using Autoscale.Kubernetes;

namespace Autoscale.Hpa;

/// <summary>Nobody moves requests: utilization is reckoned against the pods' own, as upstream.</summary>
public sealed class NoFixedRequests : IFixedRequests
{
    /// <inheritdoc />
    public RequestBasis? Find(ObjectKey target, string resource, string container) => null;
}

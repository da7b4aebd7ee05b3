using Autoscale.Kubernetes;

namespace Autoscale.Hpa.Control;

/// <summary>Nobody moves requests: utilization is reckoned against the pods' own, as upstream.</summary>
public sealed class NoFixedRequests : IFixedRequests
{
    /// <inheritdoc />
    public RequestBasis? Find(ObjectKey target, string resource, string container) => null;

    /// <inheritdoc />
    public Task WaitUntilKnownAsync(IReadOnlyCollection<ObjectKey> targets, CancellationToken cancellationToken) => Task.CompletedTask;
}

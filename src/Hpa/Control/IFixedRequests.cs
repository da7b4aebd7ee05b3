using Autoscale.Kubernetes;

namespace Autoscale.Hpa.Control;

/// <summary>Knows whose pods' requests are moved by someone else, so that a move of requests is not taken for one of load.</summary>
public interface IFixedRequests
{
    /// <summary>
    /// What utilization of a resource of the target's pods, or of one container ("" for all), is reckoned against; null for the pods'
    /// own requests. Called at every look: it must not wait, and allocate nothing where nothing changed.
    /// </summary>
    RequestBasis? Find(ObjectKey target, string resource, string container);

    /// <summary>
    /// Returns once <see cref="Find"/> has its answers, given the keys of all targets that are scaled; before that nothing is decided.
    /// </summary>
    Task WaitUntilKnownAsync(IReadOnlyCollection<ObjectKey> targets, CancellationToken cancellationToken);
}

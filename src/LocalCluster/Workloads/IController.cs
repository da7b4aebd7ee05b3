using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>One control loop of the cluster: what wakes it, and what it does for one key from the whole current state.</summary>
internal interface IController
{
    /// <summary>Name of the component, as its events name their source.</summary>
    string Name { get; }

    /// <summary>The kinds that it watches and the keys that a change of each wakes.</summary>
    IReadOnlyList<Watch> Watches { get; }

    /// <summary>Keys to begin with, beside those of the objects that are there.</summary>
    IEnumerable<ObjectKey> Start => [];

    /// <summary>Brings the object of the key closer to what is wanted; returns when it wants to be called again, or null when only a change can.</summary>
    Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken);
}

namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a node's status that Autoscale reads.</summary>
public sealed record NodeStatus
{
    /// <summary>What the node has in all.</summary>
    public IReadOnlyDictionary<string, Quantity>? Capacity { get; init; }

    /// <summary>What pods may request of it.</summary>
    public IReadOnlyDictionary<string, Quantity>? Allocatable { get; init; }

    /// <summary>Conditions, Ready among them.</summary>
    public IReadOnlyList<PodCondition> Conditions { get => field ?? []; init => field = value.Filled(); }

    /// <summary>Addresses by type (InternalIP, Hostname, …).</summary>
    public IReadOnlyList<NodeAddress> Addresses { get => field ?? []; init => field = value.Filled(); }

    /// <summary>Where the node's daemons listen.</summary>
    public NodeDaemonEndpoints DaemonEndpoints { get => field ?? new(); init; }
}

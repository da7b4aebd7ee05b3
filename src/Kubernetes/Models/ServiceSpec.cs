namespace Autoscale.Kubernetes.Models;

/// <summary>How a service is reached.</summary>
public sealed record ServiceSpec
{
    /// <summary>ClusterIP, NodePort, LoadBalancer or ExternalName.</summary>
    public string? Type { get; init; }

    /// <summary>The ports that it serves.</summary>
    public IReadOnlyList<ServicePort> Ports { get => field ?? []; init => field = value.Filled(); }

    /// <summary>False when a load balancer needs no ports on the nodes; null is true.</summary>
    public bool? AllocateLoadBalancerNodePorts { get; init; }
}

namespace Autoscale.Kubernetes.Models;

/// <summary>Where the daemons of a node listen.</summary>
public sealed record NodeDaemonEndpoints
{
    /// <summary>The kubelet's endpoint.</summary>
    public DaemonEndpoint KubeletEndpoint { get => field ?? new(); init; }
}

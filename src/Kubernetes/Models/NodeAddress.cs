namespace Autoscale.Kubernetes.Models;

/// <summary>One address of a node.</summary>
public sealed record NodeAddress
{
    /// <summary>InternalIP, ExternalIP, Hostname, InternalDNS or ExternalDNS.</summary>
    public string Type { get => field ?? ""; init; }

    /// <summary>The address.</summary>
    public string Address { get => field ?? ""; init; }
}

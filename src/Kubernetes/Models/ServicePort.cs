namespace Autoscale.Kubernetes.Models;

/// <summary>One port of a service.</summary>
public sealed record ServicePort
{
    /// <summary>The port on every node; 0 while there is none.</summary>
    public int NodePort { get; init; }
}

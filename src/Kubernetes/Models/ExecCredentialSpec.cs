namespace Autoscale.Kubernetes.Models;

/// <summary>What a credential plugin is told.</summary>
public sealed record ExecCredentialSpec
{
    /// <summary>Whether the plugin may ask the user; always false, since no terminal is handed to it.</summary>
    public bool Interactive { get; init; }

    /// <summary>The cluster, when the user's entry says provideClusterInfo.</summary>
    public ExecCluster? Cluster { get; init; }
}

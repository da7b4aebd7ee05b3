using Autoscale.Kubernetes.Client;

namespace Autoscale.Checks;

/// <summary>What is to be checked, and against what.</summary>
internal sealed record CheckSettings
{
    /// <summary>Files and folders; "-" is the standard input.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>The namespace of objects that name none.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The cluster whose rules and objects count; null for those of the files alone.</summary>
    public KubeConfig? Cluster { get; init; }
}

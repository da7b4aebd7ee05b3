namespace Autoscale.Kubernetes.Models;

/// <summary>What becomes of a container when one of its resources is resized.</summary>
public sealed record ContainerResizePolicy
{
    /// <summary>The resource, cpu or memory.</summary>
    public string ResourceName { get => field ?? ""; init; }

    /// <summary>NotRequired or RestartContainer.</summary>
    public string RestartPolicy { get => field ?? ""; init; }
}

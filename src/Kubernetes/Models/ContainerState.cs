namespace Autoscale.Kubernetes.Models;

/// <summary>What a container does, or did before it was restarted: at most one of the members is there.</summary>
public sealed record ContainerState
{
    /// <summary>Since when it runs; null while it does not.</summary>
    public RunningState? Running { get; init; }

    /// <summary>How it ended; null while it has not.</summary>
    public TerminatedState? Terminated { get; init; }
}

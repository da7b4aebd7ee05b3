namespace Autoscale.LocalCluster.Nodes;

/// <summary>What a node tells of a container, at one instant.</summary>
internal sealed record ContainerState(string Name, ContainerPhase Phase)
{
    /// <summary>Whether it passes its readiness probe.</summary>
    public bool IsReady { get; init; }

    /// <summary>When it last started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How it last ended; null when it never did.</summary>
    public ContainerEnd? End { get; init; }

    /// <summary>How it ended the time before that.</summary>
    public ContainerEnd? EndBefore { get; init; }

    /// <summary>How often it was started again.</summary>
    public int Restarts { get; init; }

    /// <summary>How long it is held back, from its end on, before it is started again; zero when it is not.</summary>
    public TimeSpan BackOff { get; init; }
}

namespace Autoscale.LocalCluster.Nodes;

/// <summary>What a node tells of a container, at one instant.</summary>
internal sealed record ContainerState(string Name, ContainerPhase Phase)
{
    /// <summary>Whether it passes its readiness probe.</summary>
    public bool IsReady { get; init; }

    /// <summary>When it last started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it last ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>With which code it last ended.</summary>
    public int ExitCode { get; init; }

    /// <summary>How often it was started again.</summary>
    public int Restarts { get; init; }

    /// <summary>Why it last failed, "" when it did not.</summary>
    public string Failure { get; init; } = "";
}

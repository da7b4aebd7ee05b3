namespace Autoscale.Kubernetes.Models;

/// <summary>A container that has ended.</summary>
public sealed record TerminatedState
{
    /// <summary>Why, e.g. OOMKilled.</summary>
    public string? Reason { get; init; }

    /// <summary>The code with which it ended.</summary>
    public int ExitCode { get; init; }

    /// <summary>When it had been started; null where the node did not say.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null where the node did not say.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}

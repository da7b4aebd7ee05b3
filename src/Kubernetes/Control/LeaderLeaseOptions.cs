namespace Autoscale.Kubernetes.Control;

/// <summary>Which lease decides about leadership, and how patiently; the times are client-go's.</summary>
public sealed record LeaderLeaseOptions
{
    /// <summary>Namespace of the lease.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the lease.</summary>
    public required string Name { get; init; }

    /// <summary>Who this candidate is; no two may be the same.</summary>
    public required string Identity { get; init; }

    /// <summary>Spreads the tries of those who wait; for this candidate alone.</summary>
    public required Random Random { get; init; }

    /// <summary>How long others wait for a leader that shows no sign of life; more than <see cref="RenewDeadline"/>. Default 15 s.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a leader goes on that cannot renew. Default 10 s.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait between tries; who is not the leader waits up to 2.2 times that. Default 2 s.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);
}

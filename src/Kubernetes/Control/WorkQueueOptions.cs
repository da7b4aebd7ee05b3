namespace Autoscale.Kubernetes.Control;

/// <summary>How fast a work queue hands out a key again whose work has failed.</summary>
public sealed record WorkQueueOptions
{
    /// <summary>Wait after the first failure; it doubles with each further one. Default 5 ms, as client-go.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Longest wait after a failure. Default 30 s (client-go: 1000 s), so that what has recovered is soon noticed.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(30);
}

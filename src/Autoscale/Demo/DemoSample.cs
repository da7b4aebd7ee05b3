namespace Autoscale.Demo;

/// <summary>What the demo saw at one moment: messages published so far, waiting and in work, and the replicas of both workloads.</summary>
public sealed record DemoSample
{
    /// <summary>Time since the demo began to publish.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>Messages published so far.</summary>
    public required int Published { get; init; }

    /// <summary>Messages processed so far.</summary>
    public required int Done { get; init; }

    /// <summary>Messages ready or in work, as the broker counts them.</summary>
    public required long Backlog { get; init; }

    /// <summary>Desired replicas of the queue workers.</summary>
    public required int QueueWorkers { get; init; }

    /// <summary>Desired replicas of the HTTP workers.</summary>
    public required int HttpWorkers { get; init; }
}

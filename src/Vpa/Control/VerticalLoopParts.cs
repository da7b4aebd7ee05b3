namespace Autoscale.Vpa.Control;

/// <summary>What the recommender consists of.</summary>
internal sealed record VerticalLoopParts
{
    /// <summary>The settings.</summary>
    public required VerticalOptions Options { get; init; }

    /// <summary>The usage of pods.</summary>
    public required UsageState Usage { get; init; }

    /// <summary>What is known of autoscalers.</summary>
    public required VerticalSight Sight { get; init; }

    /// <summary>Where their pods are found.</summary>
    public required VpaTargets Targets { get; init; }

    /// <summary>Who looks at one autoscaler.</summary>
    public required VerticalReconciler Reconciler { get; init; }

    /// <summary>Who takes usage in.</summary>
    public required UsageFeeder Feeder { get; init; }

    /// <summary>Who sees containers run out of memory.</summary>
    public required OomObserver Observer { get; init; }

    /// <summary>The checkpoints that there are.</summary>
    public required CheckpointIndex Index { get; init; }

    /// <summary>Who reads and writes them.</summary>
    public required CheckpointStore Store { get; init; }

    /// <summary>Who keeps them.</summary>
    public required CheckpointLoop Checkpoints { get; init; }

    /// <summary>What is known of usage from before.</summary>
    public required PastUsage Past { get; init; }

    /// <summary>Whether checkpoints are written at all.</summary>
    public bool WritesCheckpoints => Options is { Mode: VerticalMode.Active, Storage: VerticalStorage.Checkpoint };
}

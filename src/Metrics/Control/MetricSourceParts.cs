using Autoscale.Kubernetes.Control;

namespace Autoscale.Metrics.Control;

/// <summary>What the controller of declared sources is made of.</summary>
internal sealed record MetricSourceParts(DeclaredSources Sources, SecretWatches Secrets, MetricSourceReconciler Reconciler, StatusWriting Statuses)
{
    /// <summary>Where events are told.</summary>
    public required EventRecorder Events { get; init; }

    /// <summary>The sources that may have to do something.</summary>
    public required WorkQueue Queue { get; init; }

    /// <summary>What takes them from the queue.</summary>
    public required ControlLoop Loop { get; init; }
}

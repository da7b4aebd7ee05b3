namespace Autoscale.Kubernetes.Control;

/// <summary>What a reconciler answers: when it wants to be called for the key again, if nothing happens before.</summary>
public readonly record struct ReconcileResult(TimeSpan? RequeueAfter)
{
    /// <summary>Nothing to do until the key is added again.</summary>
    public static ReconcileResult Done => default;

    /// <summary>Call again after this time at the latest.</summary>
    public static ReconcileResult After(TimeSpan delay) => new(delay);
}

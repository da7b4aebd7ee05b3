namespace Autoscale.Vpa.Targeting;

/// <summary>The fields of a well-known controller's status that say how many pods it has.</summary>
internal sealed record WorkloadTargetStatus
{
    /// <summary>Pods of a daemon set that are ready; 0 of other kinds.</summary>
    public int NumberReady { get; init; }
}

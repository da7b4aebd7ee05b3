using System.ComponentModel.DataAnnotations;

namespace Autoscale.Hpa;

/// <summary>What a decision depends on beside its facts: the controller's settings and Kubernetes' feature gates.</summary>
public sealed record DecisionOptions
{
    /// <summary>Allowed deviation of usage from its target as a fraction, 0 to 1000; 0.1 by default.</summary>
    [Range(0.0, 1000.0)]
    public double Tolerance { get; init; } = 0.1;

    /// <summary>How long a higher recommendation holds replicas up where the object does not say, up to a day; 5 min by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan DownscaleStabilization { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after its start the CPU samples of a pod are distrusted, up to a day; 5 min by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan CpuInitializationPeriod { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after its start a pod that turns unready was never ready, up to a day; 30 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan InitialReadinessDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Within which time replicas may at most double where the object has no behavior; zero means at each decision, as upstream,
    /// which decides once per sync.
    /// </summary>
    public TimeSpan DoublingPeriod { get; init; }

    /// <summary>Gate HPAScaleToZero: scaling to and from zero; on by default, as Kubernetes 1.37 has it.</summary>
    public bool ScaleToZero { get; init; } = true;

    /// <summary>Gate HPAConfigurableTolerance: tolerances of the object itself; on by default.</summary>
    public bool ConfigurableTolerance { get; init; } = true;

    /// <summary>Gate PodLevelResources: requests of the pod as a whole; on by default.</summary>
    public bool PodLevelResources { get; init; } = true;

    /// <summary>
    /// Whether negative readings and numbers beyond 64 bits have the effect that they have in Kubernetes, where they scale down; off
    /// by default: a negative reading is none, and what is too big stays big.
    /// </summary>
    public bool UpstreamArithmetic { get; init; }
}

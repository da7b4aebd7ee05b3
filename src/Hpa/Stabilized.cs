namespace Autoscale.Hpa;

/// <summary>A recommendation after the windows, the rule that moved it, and the history with the recommendation in it.</summary>
public sealed record Stabilized(int Replicas, StabilizationRule Rule, ScalingHistory History);

namespace Autoscale.Hpa;

/// <summary>A recommendation after policies and bounds, and the rule that cut it.</summary>
public readonly record struct Limited(int Replicas, LimitRule Rule);

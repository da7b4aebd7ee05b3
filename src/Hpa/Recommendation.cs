namespace Autoscale.Hpa;

/// <summary>What the metrics asked for at a time, before stabilisation and limits.</summary>
public readonly record struct Recommendation(int Replicas, DateTimeOffset Time);

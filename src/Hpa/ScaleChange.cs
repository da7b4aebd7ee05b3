namespace Autoscale.Hpa;

/// <summary>How many replicas were added or removed at a time; an outdated one only keeps its place for the next.</summary>
public readonly record struct ScaleChange(int Replicas, DateTimeOffset Time, bool IsOutdated);

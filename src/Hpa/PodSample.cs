namespace Autoscale.Hpa;

/// <summary>One pod's reading in thousandths at a time, averaged over a window; the default value means that there is none.</summary>
public readonly record struct PodSample(long Milli, DateTimeOffset Time, TimeSpan Window)
{
    /// <summary>Whether the source had a reading for the pod.</summary>
    public bool Exists => Time != default;
}

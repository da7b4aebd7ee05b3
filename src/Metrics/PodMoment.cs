namespace Autoscale.Metrics;

/// <summary>When a pod's usage was measured (UTC), averaged over the window before it; default when it has none.</summary>
internal readonly record struct PodMoment(DateTime Time, TimeSpan Window)
{
    public bool IsPresent => Time != default;
}

namespace Autoscale.Metrics;

/// <summary>
/// How much of one resource a pod uses, in thousandths of a core or of a byte, at Time, averaged over the Window before it; default
/// when that of one of its containers is unknown.
/// </summary>
public readonly record struct PodAmount(long Milli, DateTimeOffset Time, TimeSpan Window);

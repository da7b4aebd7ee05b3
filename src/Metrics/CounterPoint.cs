namespace Autoscale.Metrics;

/// <summary>
/// What a kubelet said of a container or node at a time (UTC, by the node's clock): CPU used since its start, in nanoseconds of one
/// core, and memory in bytes. Start is default where the kubelet did not tell it; the whole point is default where it is not known.
/// </summary>
internal readonly record struct CounterPoint(DateTime Start, DateTime Time, long CpuNanoseconds, long MemoryBytes)
{
    public bool IsKnown => Time != default;
}

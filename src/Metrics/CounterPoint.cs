namespace Autoscale.Metrics;

/// <summary>
/// What a kubelet said of a container or node at a time: CPU used since its start, in nanoseconds of one core, and memory in bytes.
/// Start is the earliest time where the kubelet did not tell it.
/// </summary>
public readonly record struct CounterPoint(DateTimeOffset Start, DateTimeOffset Time, long CpuNanoseconds, long MemoryBytes);

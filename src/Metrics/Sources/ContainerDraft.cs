namespace Autoscale.Metrics.Sources;

/// <summary>What a scrape has said of a container or node so far. CPU is in seconds of one core, memory in bytes, start in seconds since 1970.</summary>
internal struct ContainerDraft
{
    private const double Nano = 1e9;

    private long? _cpu;
    private long? _memory;
    private DateTime _time;
    private DateTime _start;

    /// <summary>Whether the scrape mentions it at all.</summary>
    public bool IsMentioned { get; private set; }

    /// <summary>The point; default while CPU or memory is missing, impossible, or memory is nothing at all.</summary>
    public readonly CounterPoint Point => _cpu is { } cpu && _memory is { } memory ? new(_start, _time, cpu, memory) : default;

    public void Mention() => IsMentioned = true;

    public void SetCpu(double seconds, DateTime time) => (_cpu, _time) = (Whole(seconds * Nano), time);

    public void SetMemory(double bytes) => _memory = Whole(bytes) is { } whole and > 0 ? whole : null;

    public void SetStart(double seconds) =>
        _start = Whole(seconds * 1000) is { } milliseconds ? UnixTime.Of(milliseconds) ?? _start : _start;

    /// <summary>
    /// Cuts off the fraction. A value that is negative, no number or beyond a long (in CPU 292 years of a core) was not measured: a
    /// counter that stands at its end would read as no usage at all.
    /// </summary>
    private static long? Whole(double value) => value is >= 0 and < long.MaxValue ? (long)value : null;
}

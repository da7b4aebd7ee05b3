namespace Autoscale.Metrics;

/// <summary>
/// The last point of a counter, the one before it to compare with, if there is one, and when the last one was first seen by our own
/// clock. Chosen as metrics-server 0.8 does (pkg/storage/pod.go): a container that restarted has none to compare with, one that is
/// fresh has its start. Unlike there, a node's clock that is set (by an hour, say) makes no rate of almost nothing, and a kubelet
/// that repeats one point for ever makes no rate that stands for ever.
/// </summary>
internal readonly record struct CounterRate(CounterPoint Last, CounterPoint? Previous, TimeSpan Seen)
{
    /// <summary>A container younger than this is not compared with its start: the rate would be inaccurate.</summary>
    public static readonly TimeSpan FreshMinimum = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A node's clock that goes on by so much more or less than ours was set. Points may be some 15 s old when a kubelet gives them,
    /// more on a busy node.
    /// </summary>
    public static readonly TimeSpan ClockStep = TimeSpan.FromSeconds(30);

    /// <summary>A point that was repeated for longer is too old to say anything.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(2);

    /// <summary>Goes on with the next point, which may be the first one.</summary>
    public CounterRate Next(CounterPoint point, ScrapeMoment at)
    {
        if (!point.IsKnown || point.Time == Last.Time)
        {
            return point.IsKnown ? this : default;
        }

        if (IsFresh(point, at.Period))
        {
            return new(point, point with { Time = point.Start, CpuNanoseconds = 0 }, at.Clock);
        }

        var advance = point.Time - Last.Time;
        if (!Last.IsKnown || point.Start >= Last.Time || (advance - (at.Clock - Seen)).Duration() > ClockStep)
        {
            return new(point, null, at.Clock);
        }

        // An older point says nothing new.
        return advance > TimeSpan.Zero ? new(point, Last, at.Clock) : this;
    }

    /// <summary>
    /// The CPU usage in nanocores (billionths of a core), and the time over which it is the average; false without a point to
    /// compare with, when the counter went back, or when the last point is too old by our clock.
    /// </summary>
    public bool TryGetCpu(TimeSpan clock, out long nanocores, out TimeSpan window)
    {
        (nanocores, window) = (0, TimeSpan.Zero);
        if (Previous is not { } previous || Last.CpuNanoseconds < previous.CpuNanoseconds || clock - Seen > StaleAfter)
        {
            return false;
        }

        window = Last.Time - previous.Time;
        var rate = ((double)Last.CpuNanoseconds - previous.CpuNanoseconds) / window.TotalSeconds;
        nanocores = rate < long.MaxValue ? (long)rate : long.MaxValue;
        return true;
    }

    private static bool IsFresh(CounterPoint point, TimeSpan period) =>
        point.Start != default && point.Start < point.Time && point.Time - point.Start < period && point.Time - point.Start >= FreshMinimum;
}

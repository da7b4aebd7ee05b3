namespace Autoscale.Metrics;

/// <summary>
/// The last point of a counter and the one before it to compare with, if there is one; chosen as metrics-server 0.8 does
/// (pkg/storage/pod.go): a container that restarted has none, one that is fresh has its start.
/// </summary>
public readonly record struct CounterRate(CounterPoint Last, CounterPoint? Previous)
{
    /// <summary>A container younger than this is not compared with its start: the rate would be inaccurate.</summary>
    public static readonly TimeSpan FreshMinimum = TimeSpan.FromSeconds(10);

    /// <summary>Begins with a first point; the period is the time between two scrapes.</summary>
    public static CounterRate First(CounterPoint point, TimeSpan period) =>
        new(point, IsFresh(point, period) ? StartOf(point) : null);

    /// <summary>Goes on with a new point; the period is the time between two scrapes.</summary>
    public CounterRate Next(CounterPoint point, TimeSpan period)
    {
        if (IsFresh(point, period))
        {
            return new(point, StartOf(point));
        }

        if (point.Start >= Last.Time)
        {
            return new(point, null);
        }

        if (point.Time > Last.Time)
        {
            return new(point, Last);
        }

        // The same point again, or an older one: the point before serves on, as long as it is before.
        return new(point, Previous is { } previous && previous.Time < point.Time ? previous : null);
    }

    /// <summary>
    /// The CPU usage in nanocores (billionths of a core), and the time over which it is the average; false without a point to
    /// compare with, or when the counter went back.
    /// </summary>
    public bool TryGetCpu(out long nanocores, out TimeSpan window)
    {
        (nanocores, window) = (0, TimeSpan.Zero);
        if (Previous is not { } previous || Last.Start < previous.Start || Last.CpuNanoseconds < previous.CpuNanoseconds)
        {
            return false;
        }

        window = Last.Time - previous.Time;
        var rate = ((double)Last.CpuNanoseconds - previous.CpuNanoseconds) / window.TotalSeconds;
        nanocores = rate < long.MaxValue ? (long)rate : long.MaxValue;
        return true;
    }

    private static bool IsFresh(CounterPoint point, TimeSpan period) =>
        point.Start < point.Time && point.Time - point.Start < period && point.Time - point.Start >= FreshMinimum;

    private static CounterPoint StartOf(CounterPoint point) => point with { Time = point.Start, CpuNanoseconds = 0 };
}

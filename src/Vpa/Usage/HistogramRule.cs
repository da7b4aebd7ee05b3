namespace Autoscale.Vpa.Usage;

/// <summary>What histograms of one kind share: their buckets, and the age at which a sample counts half; zero where none ages.</summary>
internal sealed class HistogramRule(HistogramBuckets buckets, TimeSpan halfLife)
{
    // As upstream: beyond 2^100 weights are scaled down and the reference moved.
    private const long LargestExponent = 100;

    private readonly double _halfLifeNanoseconds = Nanoseconds(halfLife.Ticks);
    private long _grownTicks;
    private double _growth = 1;

    /// <summary>The buckets.</summary>
    public HistogramBuckets Buckets => buckets;

    /// <summary>Whether samples lose weight as they age.</summary>
    public bool Decays { get; } = halfLife > TimeSpan.Zero;

    /// <summary>How far a sample may lie beyond the reference, in ticks.</summary>
    public long Horizon { get; } = halfLife.Ticks > long.MaxValue / LargestExponent ? long.MaxValue : halfLife.Ticks * LargestExponent;

    /// <summary>The nearest multiple of the half-life since the first of January of the year 1, the later one of two equally near.</summary>
    public long Round(long ticks)
    {
        var rest = ticks % halfLife.Ticks;
        return rest < halfLife.Ticks - rest ? ticks - rest : ticks + (halfLife.Ticks - rest);
    }

    /// <summary>
    /// By how much more a sample weighs than one at the reference, which is an amount of ticks before it. Remembered, since the
    /// samples of one reading of the cluster have it in common.
    /// </summary>
    public double Growth(long ticks)
    {
        if (ticks != _grownTicks)
        {
            (_grownTicks, _growth) = (ticks, GoMath.Exp2(HalfLives(ticks)));
        }

        return _growth;
    }

    /// <summary>How many half-lives an amount of ticks is, rounded as Go does: in nanoseconds, never more than 292 years.</summary>
    public double HalfLives(long ticks) => Nanoseconds(ticks) / _halfLifeNanoseconds;

    private static double Nanoseconds(long ticks) => ticks switch
    {
        > long.MaxValue / TimeSpan.NanosecondsPerTick => long.MaxValue,
        < long.MinValue / TimeSpan.NanosecondsPerTick => long.MinValue,
        _ => ticks * TimeSpan.NanosecondsPerTick,
    };
}

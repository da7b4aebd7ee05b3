namespace Autoscale.Vpa.Usage;

/// <summary>
/// Where the buckets of a histogram begin: bucket 0 at 0, each next one wider by a ratio, or all of one width; after VPA's
/// HistogramOptions. At most 256 of them.
/// </summary>
internal sealed class HistogramBuckets
{
    /// <summary>The most buckets that a histogram can have.</summary>
    public const int Most = 256;

    /// <summary>The weight below which a bucket of the recommender's histograms counts as empty.</summary>
    public const double ProductionEpsilon = 0.001 * 0.1;

    private readonly double[] _starts;
    private readonly double _first;
    private readonly double _ratio;
    private readonly double _logRatio;

    private HistogramBuckets(double[] starts, double first, double ratio, double epsilon)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(starts.Length, Most, nameof(starts));
        _starts = starts;
        _first = first;
        _ratio = ratio;
        _logRatio = Math.Log(ratio);
        Epsilon = epsilon;
    }

    /// <summary>CPU in cores: 176 buckets, the first of 0.01 cores, each 5 % wider, up to 1,000 cores.</summary>
    public static HistogramBuckets Cpu { get; } = Exponential(1000, 0.01, 1.05, ProductionEpsilon);

    /// <summary>Memory in bytes: 176 buckets, the first of 10 MB, each 5 % wider, up to 1 TB.</summary>
    public static HistogramBuckets Memory { get; } = Exponential(1e12, 1e7, 1.05, ProductionEpsilon);

    /// <summary>How many there are.</summary>
    public int Count => _starts.Length;

    /// <summary>The weight below which a bucket counts as empty.</summary>
    public double Epsilon { get; }

    /// <summary>Buckets that grow by a ratio above 1; the last begins at the greatest value or above.</summary>
    public static HistogramBuckets Exponential(double greatest, double first, double ratio, double epsilon)
    {
        var count = (int)Math.Ceiling(Math.Log((greatest * (ratio - 1) / first) + 1) / Math.Log(ratio)) + 1;
        var starts = new double[count];
        for (var bucket = 1; bucket < count; bucket++)
        {
            starts[bucket] = first * (GoMath.Power(ratio, bucket) - 1) / (ratio - 1);
        }

        return new(starts, first, ratio, epsilon);
    }

    /// <summary>Buckets of one width; the last begins at the greatest value or above.</summary>
    public static HistogramBuckets Linear(double greatest, double width, double epsilon)
    {
        var count = (int)Math.Ceiling(greatest / width) + 1;
        return new([.. Enumerable.Range(0, count).Select(bucket => bucket * width)], width, 1, epsilon);
    }

    /// <summary>The value at which a bucket begins.</summary>
    public double Start(int bucket) => _starts[bucket];

    /// <summary>The value at which a bucket ends; the last one, which has no end, gives its start.</summary>
    public double End(int bucket) => _starts[Math.Min(bucket + 1, _starts.Length - 1)];

    /// <summary>
    /// The bucket that a value falls into, the nearest one for values out of range; the very start of a bucket may count to the
    /// one before, as upstream's logarithm rounds it.
    /// </summary>
    public int Find(double value)
    {
        if (!(value >= _first))
        {
            return 0;
        }

        var bucket = _ratio == 1 ? value / _first : Math.Log((value * (_ratio - 1) / _first) + 1) / _logRatio;
        return bucket >= _starts.Length ? _starts.Length - 1 : (int)bucket;
    }
}

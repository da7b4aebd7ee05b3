namespace Autoscale.Telemetry;

/// <summary>What was measured with one label set: a value, or a sum and its counts by bucket.</summary>
internal sealed class MetricSeries(int buckets)
{
    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[buckets];
    private double _value;

    /// <summary>Adds to the value.</summary>
    public void Add(double value)
    {
        lock (_gate)
        {
            _value += value;
        }
    }

    /// <summary>Replaces the value.</summary>
    public void Set(double value)
    {
        lock (_gate)
        {
            _value = value;
        }
    }

    /// <summary>Counts a value into a bucket.</summary>
    public void Count(double value, int bucket)
    {
        lock (_gate)
        {
            _value += value;
            _counts[bucket]++;
        }
    }

    /// <summary>Reads the value, and the counts of the buckets as they were at the same moment.</summary>
    public (double Value, long[] Counts) Read()
    {
        lock (_gate)
        {
            return (_value, [.. _counts]);
        }
    }
}

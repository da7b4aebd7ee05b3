namespace Autoscale.Benchmarks.Admission;

/// <summary>How long reviews took, and which were not answered as they should have been.</summary>
internal sealed class Latencies
{
    private readonly List<double> _milliseconds = [];
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _wrong = new(StringComparer.Ordinal);
    private bool _isSorted;

    /// <summary>Reviews that were answered as they should have been.</summary>
    public int Count => _milliseconds.Count;

    /// <summary>Why the others were not, and how many.</summary>
    public IReadOnlyDictionary<string, int> Wrong => _wrong;

    public void Add(TimeSpan took, string? wrong)
    {
        lock (_lock)
        {
            if (wrong is null)
            {
                _milliseconds.Add(took.TotalMilliseconds);
            }
            else
            {
                _wrong[wrong] = _wrong.GetValueOrDefault(wrong) + 1;
            }
        }
    }

    /// <summary>The milliseconds within which that part of the reviews was answered.</summary>
    public double Percentile(double part)
    {
        if (!_isSorted)
        {
            _milliseconds.Sort();
            _isSorted = true;
        }

        return _milliseconds.Count == 0 ? double.NaN : _milliseconds[Math.Min(_milliseconds.Count - 1, (int)(part * _milliseconds.Count))];
    }

    public override string ToString() =>
        $"p50 {Percentile(0.5):0.0}, p90 {Percentile(0.9):0.0}, p99 {Percentile(0.99):0.0}, max {Percentile(1):0.0} ms";
}

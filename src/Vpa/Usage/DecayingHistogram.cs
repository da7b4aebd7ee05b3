namespace Autoscale.Vpa.Usage;

/// <summary>
/// Weights of samples by bucket, of which later samples weigh more: twice as much for every half-life. Only buckets with weight
/// take room. After VPA's decayingHistogram (and histogram, where the rule does not decay), to the last bit. Not copied by value:
/// it is mutable and lies inside the one object that has it, since a hundred thousand containers have two of them each.
/// </summary>
internal struct DecayingHistogram
{
    private PackedWeights _weights;
    private long _reference;

    /// <summary>The sum of all weights, those of buckets too light to count included.</summary>
    public double Total { get; private set; }

    /// <summary>The instant at which a sample weighs what it was added with; the first of January of the year 1 before any.</summary>
    public readonly DateTimeOffset Reference => new(_reference, TimeSpan.Zero);

    /// <summary>The buckets that have weight, ascending.</summary>
    public readonly ReadOnlySpan<byte> Buckets => _weights.Buckets;

    /// <summary>The weights of those buckets.</summary>
    public readonly ReadOnlySpan<double> Weights => _weights.Weights;

    /// <summary>Adds a sample, whose weight is at least 0, of an instant in ticks since the first of January of the year 1.</summary>
    public void Add(HistogramRule rule, double value, double weight, long ticks)
    {
        var scaled = weight * Factor(rule, ticks);
        Total += scaled;
        _weights.Add(rule.Buckets.Find(value), scaled);
    }

    /// <summary>Takes a sample away that was added before; what is left below the rule's epsilon is nothing.</summary>
    public void Subtract(HistogramRule rule, double value, double weight, long ticks)
    {
        var scaled = weight * Factor(rule, ticks);
        var epsilon = rule.Buckets.Epsilon;
        Total = Total - scaled < epsilon ? 0 : Total - scaled;
        var place = _weights.PlaceOf(rule.Buckets.Find(value));
        if (place >= 0 && (_weights.Weights[place] -= scaled) < epsilon)
        {
            _weights.RemoveAt(place);
        }
    }

    /// <summary>The end of the bucket in which the fraction (0 to 1) of the weight is reached; 0 without samples.</summary>
    public readonly double Percentile(HistogramRule rule, double fraction)
    {
        var (first, last) = Range(rule.Buckets.Epsilon);
        if (first > last)
        {
            return 0;
        }

        var weights = _weights.Weights;
        var (threshold, sum) = (fraction * Total, 0.0);
        while (first < last && (sum += weights[first]) < threshold)
        {
            first++;
        }

        return rule.Buckets.End(Buckets[first]);
    }

    /// <summary>The same of several fractions in one walk, each at least the one before.</summary>
    public readonly void Percentiles(HistogramRule rule, ReadOnlySpan<double> fractions, Span<double> values)
    {
        var (at, last) = Range(rule.Buckets.Epsilon);
        if (at > last)
        {
            values.Clear();
            return;
        }

        var weights = Weights;
        var buckets = Buckets;
        var sum = weights[at];
        for (var index = 0; index < fractions.Length; index++)
        {
            var threshold = fractions[index] * Total;
            while (at < last && sum < threshold)
            {
                sum += weights[++at];
            }

            values[index] = rule.Buckets.End(buckets[at]);
        }
    }

    /// <summary>Whether no bucket has weight that counts.</summary>
    public readonly bool IsEmpty(HistogramRule rule) => Range(rule.Buckets.Epsilon) is var (first, last) && first > last;

    /// <summary>Adds the samples of another one of the same rule, which stays as it is.</summary>
    public void Merge(HistogramRule rule, in DecayingHistogram other)
    {
        var factor = 1.0;
        if (_reference < other._reference)
        {
            Shift(rule, other._reference);
        }
        else if (other._reference < _reference)
        {
            factor = ShiftFactor(rule, other._reference, rule.Round(_reference));
        }

        var (first, last) = other.Range(rule.Buckets.Epsilon / Math.Min(factor, 1));
        _weights.Reserve(other.Buckets);
        for (; first <= last; first++)
        {
            _weights.Add(other.Buckets[first], other.Weights[first] * factor);
        }

        Total += other.Total * factor;
    }

    /// <summary>Sets everything at once; the weights count at the reference.</summary>
    public static DecayingHistogram Of(in PackedWeights weights, double total, DateTimeOffset reference) =>
        new() { _weights = weights, Total = total, _reference = reference.UtcTicks };

    /// <summary>The first and the last of the buckets that weigh enough to count, by their place among all; first past last for none.</summary>
    public readonly (int First, int Last) Range(double epsilon)
    {
        var weights = _weights.Weights;
        var (first, last) = (0, weights.Length - 1);
        while (first <= last && weights[first] < epsilon)
        {
            first++;
        }

        while (first <= last && weights[last] < epsilon)
        {
            last--;
        }

        return (first, last);
    }

    private static double ShiftFactor(HistogramRule rule, long from, long to) =>
        Math.ScaleB(1, (int)Math.Floor(rule.HalfLives(from - to) + 0.5));

    private double Factor(HistogramRule rule, long ticks)
    {
        if (!rule.Decays)
        {
            return 1;
        }

        if (ticks - _reference > rule.Horizon)
        {
            Shift(rule, ticks);
        }

        return rule.Growth(ticks - _reference);
    }

    // As upstream: what is too light to count is not scaled either.
    private void Shift(HistogramRule rule, long to)
    {
        var rounded = rule.Round(to);
        var factor = ShiftFactor(rule, _reference, rounded);
        _reference = rounded;
        Total *= factor;
        var (first, last) = Range(rule.Buckets.Epsilon);
        for (; first <= last; first++)
        {
            _weights.Weights[first] *= factor;
        }
    }
}

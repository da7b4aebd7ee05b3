using System.Runtime.InteropServices;

namespace Autoscale.Vpa.Usage;

/// <summary>
/// Weights of a few of up to 256 buckets in one array: first the numbers of the buckets, eight to a cell, then the weights in their
/// order, so that few lines of the processor's cache are touched. No room to spare: a histogram seldom gets a new bucket after its first day.
/// </summary>
internal struct PackedWeights
{
    private const int NumbersOfCell = sizeof(double);

    private double[]? _cells;

    /// <summary>How many buckets there are.</summary>
    public readonly int Count => (_cells?.Length ?? 0) * NumbersOfCell / (NumbersOfCell + 1);

    /// <summary>The weights, in the order of the buckets.</summary>
    public readonly Span<double> Weights => WeightsIn(_cells, Count);

    /// <summary>The numbers of the buckets, ascending.</summary>
    public readonly ReadOnlySpan<byte> Buckets => NumbersIn(_cells, Count);

    /// <summary>The weights of buckets, ascending.</summary>
    public static PackedWeights Of(ReadOnlySpan<byte> buckets, ReadOnlySpan<double> weights)
    {
        var cells = Cells(buckets.Length);
        weights.CopyTo(WeightsIn(cells, buckets.Length));
        buckets.CopyTo(NumbersIn(cells, buckets.Length));
        return new() { _cells = cells };
    }

    /// <summary>The place of a bucket, less than 0 where it is not there.</summary>
    public readonly int PlaceOf(int bucket) => Buckets.IndexOf((byte)bucket);

    /// <summary>Adds to the weight of a bucket, which may be new.</summary>
    public void Add(int bucket, double weight)
    {
        var place = PlaceOf(bucket);
        place = place < 0 ? Insert(bucket) : place;
        Weights[place] += weight;
    }

    /// <summary>Takes a bucket out.</summary>
    public void RemoveAt(int place)
    {
        var (count, cells) = (Count - 1, Cells(Count - 1));
        Weights[..place].CopyTo(WeightsIn(cells, count));
        Weights[(place + 1)..].CopyTo(WeightsIn(cells, count)[place..]);
        Buckets[..place].CopyTo(NumbersIn(cells, count));
        Buckets[(place + 1)..].CopyTo(NumbersIn(cells, count)[place..]);
        _cells = cells;
    }

    /// <summary>Makes room for some buckets more at once.</summary>
    public void Reserve(ReadOnlySpan<byte> more)
    {
        Span<byte> all = stackalloc byte[Count + more.Length];
        var count = Unite(Buckets, more, all);
        if (count == Count)
        {
            return;
        }

        var cells = Cells(count);
        var numbers = NumbersIn(cells, count);
        all[..count].CopyTo(numbers);
        var united = WeightsIn(cells, count);
        var weights = Weights;
        var buckets = Buckets;
        for (var place = 0; place < weights.Length; place++)
        {
            united[numbers.IndexOf(buckets[place])] = weights[place];
        }

        _cells = cells;
    }

    private static double[] Cells(int count) => new double[count + ((count + NumbersOfCell - 1) / NumbersOfCell)];

    private static Span<byte> NumbersIn(double[]? cells, int count) => MemoryMarshal.AsBytes(cells.AsSpan())[..count];

    private static Span<double> WeightsIn(double[]? cells, int count) => cells.AsSpan((cells?.Length ?? 0) - count);

    private static int Unite(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> all)
    {
        var (count, at) = (0, 0);
        foreach (var bucket in left)
        {
            while (at < right.Length && right[at] < bucket)
            {
                all[count++] = right[at++];
            }

            at += at < right.Length && right[at] == bucket ? 1 : 0;
            all[count++] = bucket;
        }

        while (at < right.Length)
        {
            all[count++] = right[at++];
        }

        return count;
    }

    private int Insert(int bucket)
    {
        var buckets = Buckets;
        var place = 0;
        while (place < buckets.Length && buckets[place] < bucket)
        {
            place++;
        }

        var (count, cells) = (Count + 1, Cells(Count + 1));
        var numbers = NumbersIn(cells, count);
        Weights[..place].CopyTo(WeightsIn(cells, count));
        Weights[place..].CopyTo(WeightsIn(cells, count)[(place + 1)..]);
        buckets[..place].CopyTo(numbers);
        numbers[place] = (byte)bucket;
        buckets[place..].CopyTo(numbers[(place + 1)..]);
        _cells = cells;
        return place;
    }
}

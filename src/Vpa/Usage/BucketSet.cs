using System.Numerics;

namespace Autoscale.Vpa.Usage;

/// <summary>A set of up to 192 bucket numbers that fits into three words.</summary>
internal readonly record struct BucketSet(ulong Low, ulong Middle, ulong High)
{
    private const int WordBits = 64;

    /// <summary>How many buckets are in it.</summary>
    public int Count => BitOperations.PopCount(Low) + BitOperations.PopCount(Middle) + BitOperations.PopCount(High);

    /// <summary>The buckets of both.</summary>
    public static BucketSet operator |(BucketSet left, BucketSet right) => new(left.Low | right.Low, left.Middle | right.Middle, left.High | right.High);

    /// <summary>Whether a bucket is in it.</summary>
    public bool Contains(int bucket) => ((Word(bucket / WordBits) >> (bucket % WordBits)) & 1) != 0;

    /// <summary>How many of its buckets are below one.</summary>
    public int Rank(int bucket)
    {
        var below = (1UL << (bucket % WordBits)) - 1;
        return (bucket / WordBits) switch
        {
            0 => BitOperations.PopCount(Low & below),
            1 => BitOperations.PopCount(Low) + BitOperations.PopCount(Middle & below),
            _ => BitOperations.PopCount(Low) + BitOperations.PopCount(Middle) + BitOperations.PopCount(High & below),
        };
    }

    /// <summary>The bucket that has a number of its others below it.</summary>
    public int At(int rank)
    {
        for (var word = 0; ; word++)
        {
            var bits = Word(word);
            var count = BitOperations.PopCount(bits);
            if (rank < count)
            {
                return (word * WordBits) + Select(bits, rank);
            }

            rank -= count;
        }
    }

    /// <summary>The set with one bucket more.</summary>
    public BucketSet With(int bucket) => this | One(bucket);

    /// <summary>The set without one of its buckets.</summary>
    public BucketSet Without(int bucket) => One(bucket) is var one ? new(Low & ~one.Low, Middle & ~one.Middle, High & ~one.High) : this;

    private static int Select(ulong bits, int rank)
    {
        for (; rank > 0; rank--)
        {
            bits &= bits - 1;
        }

        return BitOperations.TrailingZeroCount(bits);
    }

    private static BucketSet One(int bucket) => (bucket / WordBits, 1UL << (bucket % WordBits)) switch
    {
        (0, var bit) => new(bit, 0, 0),
        (1, var bit) => new(0, bit, 0),
        (_, var bit) => new(0, 0, bit),
    };

    private ulong Word(int word) => word switch { 0 => Low, 1 => Middle, _ => High };
}

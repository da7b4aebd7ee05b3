using System.Globalization;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Usage;

/// <summary>Usage as upstream's checkpoints keep it, format v3: weights in ten-thousandths of the largest one.</summary>
internal static class UsageCheckpoint
{
    /// <summary>The one format.</summary>
    public const string Version = "v3";

    private const double LargestWeight = 10_000;

    /// <summary>The checkpoint of a histogram.</summary>
    public static HistogramCheckpoint Save(in DecayingHistogram histogram, HistogramRule rule)
    {
        var (first, last) = histogram.Range(rule.Buckets.Epsilon);
        var largest = 0.0;
        for (var rank = first; rank <= last; rank++)
        {
            largest = Math.Max(largest, histogram.Weights[rank]);
        }

        var weights = new SortedDictionary<int, long>();
        for (var rank = first; rank <= last; rank++)
        {
            var weight = (long)Math.Floor((histogram.Weights[rank] * (LargestWeight / largest)) + 0.5);
            if (weight > 0)
            {
                weights[histogram.Buckets[rank]] = weight;
            }
        }

        return new()
        {
            ReferenceTimestamp = histogram.Reference == default ? null : histogram.Reference,
            BucketWeights = weights.Count == 0 ? null : weights,
            TotalWeight = histogram.Total,
        };
    }

    /// <summary>Reads the checkpoint of a histogram into an empty one; returns why it could not, in upstream's words, or null.</summary>
    public static string? Load(HistogramCheckpoint checkpoint, HistogramRule rule, out DecayingHistogram histogram)
    {
        histogram = default;
        if (Refusal(checkpoint, rule.Buckets.Count) is { } because)
        {
            return because;
        }

        var weights = (checkpoint.BucketWeights ?? new Dictionary<int, long>()).Where(pair => pair.Value > 0).OrderBy(pair => pair.Key).ToList();
        var reference = rule.Decays ? checkpoint.ReferenceTimestamp ?? default : default;
        if (weights.Count == 0)
        {
            histogram = DecayingHistogram.Of(default, 0, reference);
            return null;
        }

        var ratio = checkpoint.TotalWeight / weights.Sum(pair => pair.Value);
        histogram = DecayingHistogram.Of(
            PackedWeights.Of([.. weights.Select(pair => (byte)pair.Key)], [.. weights.Select(pair => pair.Value * ratio)]),
            checkpoint.TotalWeight,
            reference);
        return null;
    }

    private static string? Refusal(HistogramCheckpoint checkpoint, int count)
    {
        if (!double.IsFinite(checkpoint.TotalWeight) || checkpoint.TotalWeight < 0)
        {
            return $"cannot load checkpoint with negative weight {Text(checkpoint.TotalWeight)}";
        }

        foreach (var (bucket, weight) in checkpoint.BucketWeights ?? new Dictionary<int, long>())
        {
            var because = (bucket, weight) switch
            {
                _ when bucket >= count => $"checkpoint has bucket {bucket} that is exceeding histogram buckets {count}",
                ( < 0, _) => $"checkpoint has a negative bucket {bucket}",
                (_, < 0 or > uint.MaxValue) => $"checkpoint has weight {weight} in bucket {bucket}",
                _ => null,
            };
            if (because is not null)
            {
                return because;
            }
        }

        return null;
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture).Replace('E', 'e');
}

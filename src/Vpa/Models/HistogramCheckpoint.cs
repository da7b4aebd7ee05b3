namespace Autoscale.Vpa.Models;

/// <summary>A histogram: weights in ten-thousandths of the largest one, by bucket.</summary>
public sealed record HistogramCheckpoint
{
    /// <summary>The instant at which weights count as they are; null where weights do not decay, or nothing was counted.</summary>
    public DateTimeOffset? ReferenceTimestamp { get; init; }

    /// <summary>Weights by the number of the bucket; null where it is empty.</summary>
    public IReadOnlyDictionary<int, long>? BucketWeights { get; init; }

    /// <summary>The sum of all weights before they were scaled.</summary>
    public double TotalWeight { get; init; }
}

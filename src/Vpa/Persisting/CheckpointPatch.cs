using System.Globalization;
using System.Text.Json.Serialization;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Persisting;

/// <summary>
/// Makes one state of a checkpoint of another by a merge patch: what is there no longer is null, which such a patch takes as "remove".
/// It fails where somebody else wrote in between.
/// </summary>
internal sealed record CheckpointPatch(CheckpointPatch.MetaChange Metadata, CheckpointSpec Spec, CheckpointPatch.UsageChange Status)
{
    /// <summary>The patch.</summary>
    public static CheckpointPatch Of(VerticalPodAutoscalerCheckpoint before, VerticalPodAutoscalerCheckpoint after)
    {
        var (old, now) = (before.Status, after.Status);
        return new(new(before.Metadata.ResourceVersion, after.Metadata.Annotations), after.Spec, new()
        {
            LastUpdateTime = now.LastUpdateTime,
            Version = now.Version,
            CpuHistogram = HistogramChange.Of(old.CpuHistogram, now.CpuHistogram),
            MemoryHistogram = HistogramChange.Of(old.MemoryHistogram, now.MemoryHistogram),
            FirstSampleStart = now.FirstSampleStart,
            LastSampleStart = now.LastSampleStart,
            TotalSamplesCount = now.TotalSamplesCount,
        });
    }

    /// <summary>What of the metadata is written, and the version that is changed.</summary>
    internal sealed record MetaChange(string ResourceVersion, IReadOnlyDictionary<string, string>? Annotations);

    /// <summary>The status.</summary>
    internal sealed record UsageChange
    {
        public DateTimeOffset? LastUpdateTime { get; init; }

        public string? Version { get; init; }

        public required HistogramChange CpuHistogram { get; init; }

        public required HistogramChange MemoryHistogram { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
        public DateTimeOffset? FirstSampleStart { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
        public DateTimeOffset? LastSampleStart { get; init; }

        public long TotalSamplesCount { get; init; }
    }

    /// <summary>A histogram.</summary>
    internal sealed record HistogramChange
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
        public DateTimeOffset? ReferenceTimestamp { get; init; }

        public required IReadOnlyDictionary<string, long?> BucketWeights { get; init; }

        public double TotalWeight { get; init; }

        public static HistogramChange Of(HistogramCheckpoint old, HistogramCheckpoint now)
        {
            var weights = (old.BucketWeights?.Keys ?? []).ToDictionary(Name, _ => (long?)null);
            foreach (var (bucket, weight) in now.BucketWeights ?? new Dictionary<int, long>())
            {
                weights[Name(bucket)] = weight;
            }

            return new() { ReferenceTimestamp = now.ReferenceTimestamp, BucketWeights = weights, TotalWeight = now.TotalWeight };
        }

        private static string Name(int bucket) => bucket.ToString(CultureInfo.InvariantCulture);
    }
}

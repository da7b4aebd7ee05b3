using System.Globalization;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Tests.Usage;

/// <summary>Checkpoints as texts that are equal when they say the same; sums to 12 digits, since upstream adds up in any order.</summary>
internal static class CheckpointText
{
    public static string Of(CheckpointStatus status) => string.Create(
        CultureInfo.InvariantCulture,
        $"{status.Version} {status.FirstSampleStart:O} {status.LastSampleStart:O} {status.TotalSamplesCount} cpu {Of(status.CpuHistogram)} memory {Of(status.MemoryHistogram)}");

    public static string Of(HistogramCheckpoint checkpoint)
    {
        var weights = (checkpoint.BucketWeights ?? new Dictionary<int, long>()).OrderBy(pair => pair.Key);
        return string.Create(CultureInfo.InvariantCulture, $"{checkpoint.ReferenceTimestamp:O} {checkpoint.TotalWeight:G12} {string.Join(' ', weights)}");
    }
}

using System.Globalization;
using System.Text.Json;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Tests.Estimation.Replay;

/// <summary>Checkpoints as lines that can be compared.</summary>
internal static class RecordedCheckpoint
{
    public static CheckpointStatus Read(JsonElement checkpoint) => checkpoint.Deserialize(VpaJson.Default.CheckpointStatus)!;

    public static IEnumerable<string> Lines(JsonElement checkpoint) => Lines(Read(checkpoint));

    public static IEnumerable<string> Lines(CheckpointStatus checkpoint) =>
    [
        $"version={checkpoint.Version} updated={checkpoint.LastUpdateTime}",
        $"samples={checkpoint.TotalSamplesCount} first={checkpoint.FirstSampleStart:O} last={checkpoint.LastSampleStart:O}",
        $"cpu {Line(checkpoint.CpuHistogram)}",
        $"memory {Line(checkpoint.MemoryHistogram)}",
    ];

    private static string Line(HistogramCheckpoint histogram)
    {
        var weights = (histogram.BucketWeights ?? new Dictionary<int, long>()).OrderBy(weight => weight.Key).Select(weight => $"{weight.Key}:{weight.Value}");
        return string.Create(CultureInfo.InvariantCulture, $"total={histogram.TotalWeight:R} at={histogram.ReferenceTimestamp:O} {string.Join(' ', weights)}");
    }
}

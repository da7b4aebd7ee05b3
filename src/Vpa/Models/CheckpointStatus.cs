namespace Autoscale.Vpa.Models;

/// <summary>Usage of one container, in the format v3 of VPA.</summary>
public sealed record CheckpointStatus
{
    /// <summary>When it was written; null in what is not written yet.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>The format; v3 is the only one that is read.</summary>
    public string? Version { get; init; }

    /// <summary>CPU, in cores.</summary>
    public HistogramCheckpoint CpuHistogram { get => field ?? new(); init; }

    /// <summary>Peaks of memory, in bytes.</summary>
    public HistogramCheckpoint MemoryHistogram { get => field ?? new(); init; }

    /// <summary>When the first sample of CPU was taken; null without one.</summary>
    public DateTimeOffset? FirstSampleStart { get; init; }

    /// <summary>When the last sample of CPU was taken; null without one.</summary>
    public DateTimeOffset? LastSampleStart { get; init; }

    /// <summary>Samples of CPU.</summary>
    public long TotalSamplesCount { get; init; }
}

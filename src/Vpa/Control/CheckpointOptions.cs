using System.ComponentModel.DataAnnotations;

namespace Autoscale.Vpa.Control;

/// <summary>How checkpoints are kept.</summary>
public sealed record CheckpointOptions
{
    /// <summary>How long a checkpoint rests between two writes, unless a container ran out of memory, 1 s to 1 day; 5 min by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Rest { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long checkpoints are written at a time before the others are left to the next one, 1 s to 1 h; 1 min by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often checkpoints are deleted whose autoscaler is gone, 1 s to 1 day; 10 min by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CollectionInterval { get; init; } = TimeSpan.FromMinutes(10);
}

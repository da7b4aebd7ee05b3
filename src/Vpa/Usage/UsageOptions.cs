namespace Autoscale.Vpa.Usage;

/// <summary>How usage is remembered. Cross-field rules: none.</summary>
public sealed record UsageOptions
{
    /// <summary>VPA 1.7.1's behaviour: out-of-memory evidence neither ages apart from the half-life nor is capped.</summary>
    public static UsageOptions Upstream { get; } = new() { OomEvidenceAge = null, OomCap = null, OldestSample = null };

    /// <summary>The age at which a sample of CPU counts half; default a day.</summary>
    public TimeSpan CpuHalfLife { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The age at which a peak of memory counts half; default a day.</summary>
    public TimeSpan MemoryHalfLife { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The time of which the greatest use of memory is one sample; default a day.</summary>
    public TimeSpan MemoryInterval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Intervals without a sample after which usage is forgotten, at least 1; default 8.</summary>
    public long MemoryIntervals { get; init; } = 8;

    /// <summary>The factor by which memory grows after an out-of-memory kill, at least 1; default 1.2.</summary>
    public double OomRatio { get; init; } = 1.2;

    /// <summary>The bytes by which memory grows at least after an out-of-memory kill; default 100 MiB.</summary>
    public double OomMinimum { get; init; } = 100 * 1024 * 1024;

    /// <summary>Whether policies may set their own interval and growth (upstream's gate PerVPAConfig); default no.</summary>
    public bool PerVpaConfig { get; init; }

    /// <summary>The age at which a peak that an out-of-memory kill suggests weighs no more at all; null for never; default 7 days.</summary>
    public TimeSpan? OomEvidenceAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// The multiple of the greatest use of memory ever seen in a container that an out-of-memory kill may suggest at most, unless
    /// the killed container had requested more; null for no cap; default 10.
    /// </summary>
    public double? OomCap { get; init; } = 10;

    /// <summary>The age at which a sample is refused; null for none; default 30 days.</summary>
    public TimeSpan? OldestSample { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether the peaks of memory of every hour of four weeks are kept, in which a season can be found: 700 bytes a container; default no.</summary>
    public bool KeepsHours { get; init; }
}

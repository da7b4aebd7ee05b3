namespace Autoscale.Vpa.Usage;

/// <summary>What all evidence of one model shares.</summary>
internal sealed class UsageRules(UsageOptions options)
{
    /// <summary>The settings.</summary>
    public UsageOptions Options => options;

    /// <summary>Of histograms of CPU in cores.</summary>
    public HistogramRule Cpu { get; } = new(HistogramBuckets.Cpu, options.CpuHalfLife);

    /// <summary>Of histograms of memory in bytes.</summary>
    public HistogramRule Memory { get; } = new(HistogramBuckets.Memory, options.MemoryHalfLife);
}

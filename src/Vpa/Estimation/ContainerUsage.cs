using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Estimation;

/// <summary>What is known of the usage of one container: percentiles of CPU in cores and of memory in bytes, zero where nothing was seen.</summary>
internal readonly record struct ContainerUsage(Percentiles Cpu, Percentiles Memory, DateTimeOffset? FirstSample, DateTimeOffset? LastSample, long Samples)
{
    // The end of a bucket is above zero, so a percentile of zero says that there is no sample.
    public bool HasCpu => Cpu.Target > 0;

    public bool HasMemory => Memory.Target > 0;

    /// <summary>The percentiles that the options name.</summary>
    public static ContainerUsage Of(ContainerEvidence evidence, RecommenderOptions options)
    {
        var (cpu, memory) = (options.CpuPercentiles, options.MemoryPercentiles);
        return new(
            new(evidence.CpuPercentile(cpu.Target), evidence.CpuPercentile(cpu.LowerBound), evidence.CpuPercentile(cpu.UpperBound)),
            new(evidence.MemoryPercentile(memory.Target), evidence.MemoryPercentile(memory.LowerBound), evidence.MemoryPercentile(memory.UpperBound)),
            evidence.FirstSample,
            evidence.LastSample,
            evidence.Samples);
    }
}

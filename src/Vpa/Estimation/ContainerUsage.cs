using Autoscale.Vpa.Estimation.Season;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Estimation;

/// <summary>What is known of the usage of one container: percentiles of CPU in cores and of memory in bytes, zero where nothing was seen.</summary>
/// <remarks>The confidence of memory, too, is that of the samples of CPU, as upstream.</remarks>
internal readonly record struct ContainerUsage(Percentiles Cpu, Percentiles Memory, double CpuConfidence, double MemoryConfidence)
{
    // The end of a bucket is above zero, so a percentile of zero says that there is no sample.
    public bool HasCpu => Cpu.Target > 0;

    public bool HasMemory => Memory.Target > 0;

    /// <summary>The percentiles that the options name.</summary>
    public static ContainerUsage Of(ContainerEvidence evidence, RecommenderOptions options)
    {
        var (first, last, samples) = (evidence.FirstSample, evidence.LastSample, evidence.Samples);
        var confidence = Confidence.Of(first, last, samples, options.CpuConfidenceInterval);
        return new(
            CpuOf(evidence, options.CpuPercentiles),
            SeasonalMemory.Of(evidence, options) ?? MemoryOf(evidence, options.MemoryPercentiles),
            confidence,
            options.MemoryConfidenceInterval == options.CpuConfidenceInterval ? confidence : Confidence.Of(first, last, samples, options.MemoryConfidenceInterval));
    }

    private static Percentiles CpuOf(ContainerEvidence evidence, in Percentiles at)
    {
        if (!at.IsAscending)
        {
            return new(evidence.CpuPercentile(at.Target), evidence.CpuPercentile(at.LowerBound), evidence.CpuPercentile(at.UpperBound));
        }

        Span<double> values = stackalloc double[3];
        evidence.CpuPercentiles([at.LowerBound, at.Target, at.UpperBound], values);
        return new(values[1], values[0], values[2]);
    }

    private static Percentiles MemoryOf(ContainerEvidence evidence, in Percentiles at)
    {
        if (!at.IsAscending)
        {
            return new(evidence.MemoryPercentile(at.Target), evidence.MemoryPercentile(at.LowerBound), evidence.MemoryPercentile(at.UpperBound));
        }

        Span<double> values = stackalloc double[3];
        evidence.MemoryPercentiles([at.LowerBound, at.Target, at.UpperBound], values);
        return new(values[1], values[0], values[2]);
    }
}

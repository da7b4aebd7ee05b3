namespace Autoscale.Vpa.Estimation;

/// <summary>Target and bounds of one resource in every step of their making.</summary>
internal readonly record struct ResourceEstimate(BoundEstimate Target, BoundEstimate LowerBound, BoundEstimate UpperBound, double Confidence)
{
    /// <summary>CPU in millicores.</summary>
    public static ResourceEstimate Cpu(in ContainerUsage usage, RecommenderOptions options, long floor)
    {
        var confidence = Estimation.Confidence.Of(usage.FirstSample, usage.LastSample, usage.Samples, options.CpuConfidenceInterval);
        var cpu = usage.Cpu;
        return Of(new(cpu.Target * 1000.0, cpu.LowerBound * 1000.0, cpu.UpperBound * 1000.0), options.MarginFraction, confidence, floor);
    }

    /// <summary>Memory in bytes; its confidence, too, is that of the samples of CPU, as upstream.</summary>
    public static ResourceEstimate Memory(in ContainerUsage usage, RecommenderOptions options, long floor)
    {
        var confidence = Estimation.Confidence.Of(usage.FirstSample, usage.LastSample, usage.Samples, options.MemoryConfidenceInterval);
        return Of(usage.Memory, options.MarginFraction, confidence, floor);
    }

    private static ResourceEstimate Of(Percentiles usage, double margin, double confidence, long floor) => new(
        Estimator.Target.Estimate(usage.Target, margin, confidence, floor),
        Estimator.LowerBound.Estimate(usage.LowerBound, margin, confidence, floor),
        Estimator.UpperBound.Estimate(usage.UpperBound, margin, confidence, floor),
        confidence);
}

namespace Autoscale.Vpa.Estimation;

/// <summary>Target and bounds of one resource in every step of their making, in millicores or bytes; the default says that nothing is recommended.</summary>
internal readonly struct ResourceEstimate
{
    private ResourceEstimate(in Percentiles usage, double unit, double confidence, double margin, long floor)
    {
        IsKnown = true;
        Confidence = confidence;
        Target = Estimator.Target.Estimate(usage.Target * unit, margin, confidence, floor);
        LowerBound = Estimator.LowerBound.Estimate(usage.LowerBound * unit, margin, confidence, floor);
        UpperBound = Estimator.UpperBound.Estimate(usage.UpperBound * unit, margin, confidence, floor);
    }

    public bool IsKnown { get; }

    public double Confidence { get; }

    public BoundEstimate Target { get; }

    public BoundEstimate LowerBound { get; }

    public BoundEstimate UpperBound { get; }

    /// <summary>CPU.</summary>
    public static ResourceEstimate Cpu(in ContainerUsage usage, RecommenderOptions options, long floor) =>
        new(usage.Cpu, 1000.0, usage.CpuConfidence, options.MarginFraction, floor);

    /// <summary>Memory.</summary>
    public static ResourceEstimate Memory(in ContainerUsage usage, RecommenderOptions options, long floor) =>
        new(usage.Memory, 1.0, usage.MemoryConfidence, options.MarginFraction, floor);
}

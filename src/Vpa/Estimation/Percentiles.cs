namespace Autoscale.Vpa.Estimation;

/// <summary>The percentiles of usage, 0 to 1, that the target and the two bounds around it are made of.</summary>
public readonly record struct Percentiles(double Target, double LowerBound, double UpperBound)
{
    /// <summary>Upstream's: 0.9 between 0.5 and 0.95.</summary>
    public static Percentiles Default { get; } = new(0.9, 0.5, 0.95);

    internal bool IsAscending => LowerBound <= Target && Target <= UpperBound;
}

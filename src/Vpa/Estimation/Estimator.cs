namespace Autoscale.Vpa.Estimation;

/// <summary>Turns a percentile of usage into an amount: margin, then how wide the bound stays for want of history, then the floor.</summary>
/// <param name="Multiplier">How strongly missing history widens; 0 is not at all.</param>
/// <param name="Shrinks">Whether it widens downwards, by the square, or upwards.</param>
internal sealed record Estimator(double Multiplier, bool Shrinks)
{
    /// <summary>What should be requested: history does not matter.</summary>
    public static Estimator Target { get; } = new(0, Shrinks: false);

    /// <summary>Below this is too little: (1 + 0.001 / confidence)^-2 times the percentile with its margin.</summary>
    public static Estimator LowerBound { get; } = new(0.001, Shrinks: true);

    /// <summary>Above this is too much: (1 + 1 / confidence) times the percentile with its margin.</summary>
    public static Estimator UpperBound { get; } = new(1, Shrinks: false);

    /// <summary>The amount in every step, from a percentile in millicores or bytes.</summary>
    public BoundEstimate Estimate(double percentile, double margin, double confidence, long floor)
    {
        var usage = ResourceAmount.From(percentile);
        var withMargin = usage + ResourceAmount.Scale(usage, margin);
        var factor = FactorOf(confidence);
        var scaled = Multiplier == 0 ? withMargin : ResourceAmount.Scale(withMargin, factor);
        return new(usage, withMargin, factor, scaled, Math.Max(scaled, floor));
    }

    private double FactorOf(double confidence)
    {
        if (Multiplier == 0)
        {
            return 1;
        }

        var widening = 1 + Multiplier / confidence;
        return Shrinks ? 1 / (widening * widening) : widening;
    }
}

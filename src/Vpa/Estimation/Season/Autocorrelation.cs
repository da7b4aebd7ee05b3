using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace Autoscale.Vpa.Estimation.Season;

/// <summary>How much a series resembles itself so many steps later.</summary>
internal static class Autocorrelation
{
    // Less than this of a series' spread is rounding.
    private const double Flat = 1e-9;

    /// <summary>By lag from 0, 1 for the same, 0 for nothing alike; all 0 of a series that never moves. The linear trend is left out of account.</summary>
    public static double[] Of(ReadOnlySpan<double> series)
    {
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * Math.Max(1, series.Length)));
        var spectrum = new Complex[length];
        WithoutTrend(series, spectrum);
        Fourier.Forward(spectrum, FourierOptions.Matlab);
        for (var index = 0; index < length; index++)
        {
            spectrum[index] *= Complex.Conjugate(spectrum[index]);
        }

        Fourier.Inverse(spectrum, FourierOptions.Matlab);
        var correlation = new double[series.Length];
        for (var lag = 0; spectrum[0].Real > Flat && lag < correlation.Length; lag++)
        {
            // Each lag by the pairs that it has: those of long lags are few.
            correlation[lag] = spectrum[lag].Real / spectrum[0].Real * series.Length / (series.Length - lag);
        }

        return correlation;
    }

    private static void WithoutTrend(ReadOnlySpan<double> series, Complex[] values)
    {
        var (middle, mean) = ((series.Length - 1) / 2.0, 0.0);
        foreach (var value in series)
        {
            mean += value / series.Length;
        }

        var (rise, run) = (0.0, 0.0);
        for (var index = 0; index < series.Length; index++)
        {
            rise += (index - middle) * (series[index] - mean);
            run += (index - middle) * (index - middle);
        }

        var slope = run > 0 ? rise / run : 0;
        for (var index = 0; index < series.Length; index++)
        {
            values[index] = series[index] - mean - slope * (index - middle);
        }
    }
}

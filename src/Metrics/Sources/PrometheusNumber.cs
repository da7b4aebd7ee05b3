using System.Globalization;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Sources;

/// <summary>Values of Prometheus as quantities.</summary>
internal static class PrometheusNumber
{
    private const double MostMilli = 9.2e18;

    /// <summary>
    /// Reads a value, in thousandths as autoscalers count: what is nearer to none than to one of them is one, since it is not zero.
    /// What is larger than ±9.2e15, the most that autoscalers count, is that much. NaN and the infinities are no quantities, so they
    /// are absent: false with the reason. (prometheus-adapter makes 0 of NaN.)
    /// </summary>
    public static bool TryRead(string text, out Quantity quantity, out string absence)
    {
        quantity = default;
        absence = "";
        if (!TryParse(text, out var value))
        {
            absence = $"the query's value is no number but {SourceFailure.OneLine(text)}";
        }
        else if (!double.IsFinite(value))
        {
            absence = double.IsNaN(value) ? "the query's value is not a number (NaN)" : $"the query's value is infinite ({text})";
        }
        else
        {
            var milli = Math.Round(Math.Clamp(value * 1000, -MostMilli, MostMilli), MidpointRounding.AwayFromZero);
            quantity = Quantity.FromMilli(milli == 0 ? Math.Sign(value) : (long)milli);
        }

        return absence.Length == 0;
    }

    private static bool TryParse(string text, out double value)
    {
        (var isNamed, value) = text switch
        {
            "NaN" => (true, double.NaN),
            "+Inf" or "Inf" => (true, double.PositiveInfinity),
            "-Inf" => (true, double.NegativeInfinity),
            _ => (false, 0),
        };
        return isNamed || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}

using System.Globalization;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>Writes floating-point numbers as Go's JSON encoder does: plain from 1e-6 up to 1e21, with an exponent beyond.</summary>
internal static class GoDouble
{
    private const double Smallest = 1e-6;
    private const double Largest = 1e21;

    /// <summary>The JSON text of a finite number; what is infinite becomes the largest number.</summary>
    public static string Text(double number)
    {
        number = Math.Clamp(number, double.MinValue, double.MaxValue);
        var size = Math.Abs(number);
        if (size > 0 && (size < Smallest || size >= Largest))
        {
            return number.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal).Replace("e-0", "e-", StringComparison.Ordinal);
        }

        return size is > 0 and < 1e15 && number == Math.Floor(number)
            ? number.ToString("F0", CultureInfo.InvariantCulture)
            : Plain(number);
    }

    private static string Plain(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : text;
    }
}

using System.Globalization;
using Autoscale.Kubernetes;

namespace Autoscale.Explains;

/// <summary>Amounts on the way, where all their digits would only hide them; what is recommended is written as it is.</summary>
internal static class AmountText
{
    private const double Kibi = 1024;
    private static readonly string[] Suffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi"];

    /// <summary>Memory in its largest binary unit with one decimal, anything else as it is.</summary>
    public static string Of(string resource, Quantity amount) => resource == "memory" ? Memory(amount.ToDouble()) : amount.ToString();

    private static string Memory(double bytes)
    {
        var unit = 0;
        for (; bytes >= Kibi && unit < Suffixes.Length - 1; unit++)
        {
            bytes /= Kibi;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#}{Suffixes[unit]}");
    }
}

using System.Globalization;
using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Estimation;

/// <summary>Writes amounts as upstream's status has them: rounded up, CPU in decimal millicores, memory in binary bytes.</summary>
internal static class AmountFormat
{
    private const long Kibi = 1024;
    private static readonly string[] Suffixes = ["", "Ki", "Mi", "Gi", "Ti"];

    /// <summary>CPU of millicores.</summary>
    public static DraftAmount Cpu(long millicores, RecommenderOptions options) => new(ResourceAmount.RoundUp(millicores, options.RoundCpuMillicores));

    /// <summary>Memory of bytes.</summary>
    public static DraftAmount Memory(long bytes, RecommenderOptions options)
    {
        var rounded = ResourceAmount.RoundUp(bytes, options.RoundMemoryBytes);
        return options.HumanizeMemory && rounded != 0 ? new(rounded, Quantity.Parse(Humanize(rounded))) : new(rounded);
    }

    /// <summary>CPU of millicores as a quantity.</summary>
    public static Quantity CpuQuantity(in DraftAmount cpu) => cpu.Written ?? Quantity.FromMilli(cpu.Units);

    /// <summary>Memory of bytes as a quantity.</summary>
    public static Quantity MemoryQuantity(in DraftAmount memory) => memory.Written ?? Quantity.FromLong(memory.Units, QuantityFormat.BinarySI);

    /// <summary>Two decimals of the largest binary unit that fits, ties to even as Go's %.2f has them.</summary>
    public static string Humanize(long bytes)
    {
        var power = 0;
        var unit = 1L;
        while (power < Suffixes.Length - 1 && bytes / Kibi >= unit)
        {
            power++;
            unit *= Kibi;
        }

        if (power == 0)
        {
            return bytes.ToString(CultureInfo.InvariantCulture);
        }

        // A long divided by a power of two is exact in a decimal, so the digits are those of the exact quotient.
        var hundredths = decimal.Round((decimal)bytes / unit, 2, MidpointRounding.ToEven);
        return string.Create(CultureInfo.InvariantCulture, $"{hundredths:F2}{Suffixes[power]}");
    }
}

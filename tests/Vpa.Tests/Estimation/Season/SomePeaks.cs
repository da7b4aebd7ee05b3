using Autoscale.Testing.Vertical;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Tests.Estimation.Season;

/// <summary>Weeks of memory with and without a season, from a Monday on.</summary>
internal static class SomePeaks
{
    public const double Gibi = 1024.0 * 1024 * 1024;

    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Peaks of so many days, of a function from the hour to gibibytes; NaN where there is no sample.</summary>
    public static HourlyPeaks Of(int days, Func<int, double> gibibytes)
    {
        HourlyPeaks peaks = new();
        for (var hour = 0; hour < days * 24; hour++)
        {
            if (gibibytes(hour) is var used && !double.IsNaN(used))
            {
                peaks.Add(Monday.AddHours(hour), (long)(used * Gibi));
            }
        }

        return peaks;
    }

    /// <summary>Two gibibytes by day, half of one at night.</summary>
    public static double Daily(int hour) => hour % 24 is >= 8 and < 20 ? 2 : 0.5;

    /// <summary>As <see cref="Daily"/> from Monday to Friday, nothing to do at weekends.</summary>
    public static double Working(int hour) => hour / 24 % 7 < 5 ? Daily(hour) : 0.5;

    /// <summary>One gibibyte, but six on Sundays from 2 to 5, when something big is worked through.</summary>
    public static double Batch(int hour) => hour / 24 % 7 == 6 && hour % 24 is >= 2 and < 5 ? 6 : 1;

    /// <summary>A column of a trace, its largest value four gibibytes.</summary>
    public static HourlyPeaks OfTrace(string file, string column)
    {
        var values = Traces.Read(file, column);
        var times = Traces.Read(file, "timestamp");
        var (perHour, largest) = ((int)(3600 / (times[1] - times[0])), values.Max());
        return Of(values.Count / (24 * perHour), hour => 4 * values.Skip(hour * perHour).Take(perHour).Max() / largest);
    }
}

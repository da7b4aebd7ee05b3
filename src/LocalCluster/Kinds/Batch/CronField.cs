using System.Collections.Frozen;
using System.Globalization;

namespace Autoscale.LocalCluster.Kinds.Batch;

/// <summary>One field of a cron schedule: the values that it admits, and whether it is a plain star.</summary>
public readonly record struct CronField(ulong Values, bool IsStar)
{
    /// <summary>Minutes 0 to 59.</summary>
    public static CronField Minute(string text) => Parse(text, new Bounds(0, 59, []));

    /// <summary>Hours 0 to 23.</summary>
    public static CronField Hour(string text) => Parse(text, new Bounds(0, 23, []));

    /// <summary>Days of the month 1 to 31.</summary>
    public static CronField Day(string text) => Parse(text, new Bounds(1, 31, []));

    /// <summary>Months 1 to 12 or jan to dec.</summary>
    public static CronField Month(string text) =>
        Parse(text, new Bounds(1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]));

    /// <summary>Days of the week 0 (Sunday) to 6 or sun to sat.</summary>
    public static CronField Weekday(string text) => Parse(text, new Bounds(0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]));

    /// <summary>Whether the field admits the value.</summary>
    public bool Has(int value) => (Values & (1UL << value)) != 0;

    private static CronField Parse(string text, Bounds bounds)
    {
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => Range(part, bounds)).ToList();
        return new CronField(parts.Aggregate(0UL, (all, part) => all | part.Values), parts.Exists(part => part.IsStar));
    }

    private static CronField Range(string text, Bounds bounds)
    {
        var slash = text.Split('/');
        var dash = slash[0].Split('-');
        var (start, end, isStar) = dash[0] is "*" or "?" ? (bounds.Min, bounds.Max, true) : Ends(text, dash, bounds);
        var step = 1;
        switch (slash.Length)
        {
            case 1:
                break;
            case 2:
                step = Number(slash[1]);

                // "N/step" means from N to the end.
                end = dash.Length == 1 ? bounds.Max : end;
                isStar &= step <= 1;
                break;
            default:
                throw new FormatException($"too many slashes: {text}");
        }

        Require(start >= bounds.Min, $"beginning of range ({start}) below minimum ({bounds.Min}): {text}");
        Require(end <= bounds.Max, $"end of range ({end}) above maximum ({bounds.Max}): {text}");
        Require(start <= end, $"beginning of range ({start}) beyond end of range ({end}): {text}");
        Require(step > 0, $"step of range should be a positive number: {text}");
        return new CronField(Bits(start, end, step), isStar);
    }

    private static (int Start, int End, bool IsStar) Ends(string text, string[] dash, Bounds bounds)
    {
        Require(dash.Length <= 2, $"too many hyphens: {text}");
        var start = NumberOrName(dash[0], bounds);
        return (start, dash.Length == 1 ? start : NumberOrName(dash[1], bounds), false);
    }

    private static int NumberOrName(string text, Bounds bounds) =>
        bounds.Names.TryGetValue(text.ToLowerInvariant(), out var value) ? value : Number(text);

    private static int Number(string text)
    {
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            throw new FormatException($"failed to parse int from {text}: strconv.Atoi: parsing {Kubernetes.GoText.Quote(text)}: invalid syntax");
        }

        Require(value >= 0, $"negative number ({value}) not allowed: {text}");
        return value;
    }

    private static ulong Bits(int start, int end, int step)
    {
        var bits = 0UL;
        for (long value = start; value <= end; value += step)
        {
            bits |= 1UL << (int)value;
        }

        return bits;
    }

    private static void Require(bool isRight, string message)
    {
        if (!isRight)
        {
            throw new FormatException(message);
        }
    }

    private sealed class Bounds(int min, int max, IReadOnlyList<string> names)
    {
        public int Min => min;

        public int Max => max;

        public FrozenDictionary<string, int> Names { get; } = names.Index().ToFrozenDictionary(name => name.Item, name => name.Index + min);
    }
}

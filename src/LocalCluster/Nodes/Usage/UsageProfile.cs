namespace Autoscale.LocalCluster.Nodes.Usage;

/// <summary>How much of a resource is used at which time, in cores or bytes; times of day count in UTC, growth from the start of the container.</summary>
internal sealed record UsageProfile(ProfileShape Shape, IReadOnlyList<double> Amounts, IReadOnlyList<TimeSpan> Times)
{
    private const int MostSamples = 600;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    /// <summary>Nothing at any time.</summary>
    public static UsageProfile None { get; } = Steady(0);

    /// <summary>Whether it never changes.</summary>
    public bool IsSteady => Shape == ProfileShape.Steady;

    /// <summary>The most that it ever reaches.</summary>
    public double Peak => Shape != ProfileShape.Growth ? Amounts.Max() : Amounts[1] > 0 ? Math.Max(Amounts[0], Amounts[2]) : Amounts[0];

    /// <summary>The same amount at any time.</summary>
    public static UsageProfile Steady(double amount) => new(ProfileShape.Steady, [amount], []);

    /// <summary>The amount at the instant, for a container that started at the other.</summary>
    public double At(DateTimeOffset now, DateTimeOffset startedAt) => Shape switch
    {
        ProfileShape.Wave => Amounts[0] + ((Amounts[1] - Amounts[0]) * (1 - Math.Cos(2 * Math.PI * Phase(now, Times[0]))) / 2),
        ProfileShape.Steps => Amounts[Math.Min((int)(Phase(now, Times[0] * Amounts.Count) * Amounts.Count), Amounts.Count - 1)],
        ProfileShape.Growth => Math.Min(Amounts[0] + (Amounts[1] * Math.Max(0, (now - startedAt) / Times[0])), Amounts[2]),
        ProfileShape.Bursts => Phase(now, Times[1]) * Times[1] < Times[0] ? Amounts[1] : Amounts[0],
        _ => Amounts[0],
    };

    /// <summary>How long after its start something that grows reaches an amount, up to a year.</summary>
    public TimeSpan TimeTo(double amount) => Times[0] * Math.Min((amount - Amounts[0]) / Amounts[1], Longest / Times[0]);

    /// <summary>The sum over a span of time of what is used at each instant, in units times seconds.</summary>
    /// <param name="amount">What is used at an instant.</param>
    /// <param name="isSteady">Whether that is the same all along.</param>
    /// <param name="from">The begin of the span.</param>
    /// <param name="to">Its end.</param>
    public static double Sum(Func<DateTimeOffset, double> amount, bool isSteady, DateTimeOffset from, DateTimeOffset to)
    {
        var span = to - from;
        var samples = isSteady ? 1 : (int)Math.Clamp(Math.Ceiling(span / Resolution), 1, MostSamples);
        var piece = span / samples;
        return Enumerable.Range(0, samples).Sum(number => amount(from + (piece * (number + 0.5)))) * piece.TotalSeconds;
    }

    // Periods begin at midnight, so that a day's wave is low at night.
    private static double Phase(DateTimeOffset now, TimeSpan period) => now.UtcTicks % period.Ticks / (double)period.Ticks;
}

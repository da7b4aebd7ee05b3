using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Control;

/// <summary>Settings of the horizontal autoscaler.</summary>
public sealed record HorizontalOptions
{
    /// <summary>The annotation that sets the sync period of one object: seconds, or a number with a unit ("500ms", "30s", "2m").</summary>
    public const string SyncPeriodAnnotation = "autoscale.dev/sync-period";

    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromHours(1);

    /// <summary>What it may do; active by default.</summary>
    public HorizontalMode Mode { get; init; } = HorizontalMode.Active;

    /// <summary>How often every object is looked at even if nothing moves, 100 ms to 1 h; 15 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan SyncPeriod { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>By which part of itself the period is lengthened or shortened at random, 0 to 0.5; 0.1 by default.</summary>
    [Range(0.0, 0.5)]
    public double SyncJitter { get; init; } = 0.1;

    /// <summary>How long one object rests between two looks at it, however fast its series move; 10 ms by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Rest { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How many objects are worked on at a time, 1 to 100; 5 by default.</summary>
    [Range(1, 100)]
    public int Workers { get; init; } = 5;

    /// <summary>Whether events are recorded while observing; no by default.</summary>
    public bool EventsWhileObserving { get; init; }

    /// <summary>What decisions depend on: tolerance, windows and gates.</summary>
    public DecisionOptions Decision { get; init; } = new();

    /// <summary>The sync period of one object: its annotation within the allowed range, else the general one.</summary>
    public TimeSpan PeriodOf(HorizontalPodAutoscaler hpa) =>
        hpa.Metadata.Annotations?.GetValueOrDefault(SyncPeriodAnnotation) is { } text && TryParse(text, out var period)
            ? TimeSpan.FromTicks(Math.Clamp(period.Ticks, ShortestPeriod.Ticks, LongestPeriod.Ticks))
            : SyncPeriod;

    /// <summary>
    /// The decision's settings for one object. Without behavior upstream doubles once per sync; we decide more often, and keep that
    /// pace by most of a period, since syncs come a little early at times.
    /// </summary>
    public DecisionOptions DecisionFor(HorizontalPodAutoscaler hpa) => Decision with { DoublingPeriod = PeriodOf(hpa) * 0.8 };

    private static bool TryParse(string text, out TimeSpan period)
    {
        var digits = text.AsSpan().TrimEnd("smh");
        var unit = text[digits.Length..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "" or "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            _ => TimeSpan.Zero,
        };
        var isNumber = double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        period = isNumber && number <= LongestPeriod.TotalMilliseconds ? unit * number : LongestPeriod;
        return isNumber && unit > TimeSpan.Zero;
    }
}

namespace Autoscale.Metrics.Declared;

/// <summary>The limits of what a source may declare.</summary>
internal static class SpecLimits
{
    /// <summary>How often a source may be asked.</summary>
    public static (TimeSpan Least, TimeSpan Most) Period { get; } = (TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    /// <summary>How long one reading may take.</summary>
    public static (TimeSpan Least, TimeSpan Most) Deadline { get; } = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));

    /// <summary>How long a pushed reading may count.</summary>
    public static (TimeSpan Least, TimeSpan Most) Lifetime { get; } = (TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    /// <summary>How long a pushed reading counts, where nobody says otherwise.</summary>
    public static TimeSpan UsualLifetime { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The span that a value may be an average of.</summary>
    public static (TimeSpan Least, TimeSpan Most) Window { get; } = (TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
}

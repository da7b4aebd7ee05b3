namespace Autoscale.Vpa.Usage;

/// <summary>A stamp as the API keeps it, to the second: from 1970, which stands for no stamp, to 2106.</summary>
internal readonly record struct UnixSecond(uint Value)
{
    /// <summary>Whether it is a stamp at all.</summary>
    public bool IsSet => Value != 0;

    /// <summary>Ticks since the first of January of the year 1.</summary>
    public long Ticks => DateTimeOffset.UnixEpoch.Ticks + (Value * TimeSpan.TicksPerSecond);

    /// <summary>The instant.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeSeconds(Value);

    /// <summary>The instant, or null for no stamp.</summary>
    public DateTimeOffset? TimeOrNull => IsSet ? Time : null;

    /// <summary>The stamp of an instant; what is out of range is the nearest one, and no stamp for null.</summary>
    public static UnixSecond Of(DateTimeOffset? time) => time is { } known ? Of(known.ToUnixTimeSeconds()) : default;

    /// <summary>The stamp of seconds since 1970; what is out of range is the nearest one.</summary>
    public static UnixSecond Of(long seconds) => new((uint)Math.Clamp(seconds, 0, uint.MaxValue));
}

using System.Globalization;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>
/// What a source said of one series: a value at a time, or why there is none.
/// Zero is a value; what is absent or too old has none.
/// </summary>
public sealed record Reading
{
    private Reading()
    {
    }

    /// <summary>The value, or null when it is absent.</summary>
    public Quantity? Value { get; private init; }

    /// <summary>When the value was measured, or since when it is absent.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The span before Time over which the value was averaged; null for an instantaneous value.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>The source that said so, without any credentials.</summary>
    public required string Source { get; init; }

    /// <summary>When a value that is not renewed ceases to be one; null for one that holds until its source says otherwise.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Why there is no value, in one line; null when there is one.</summary>
    public string? Absence { get; private init; }

    /// <summary>Whether it is absent only because the source was not asked yet: an answer may be on its way.</summary>
    internal bool IsPending { get; init; }

    /// <summary>A measured value.</summary>
    public static Reading Of(Quantity value, DateTimeOffset time, string source) =>
        new() { Value = value, Time = time, Source = source };

    /// <summary>No value, because of the reason given in one line.</summary>
    public static Reading Absent(string because, DateTimeOffset since, string source) =>
        new() { Absence = because, Time = since, Source = source };

    /// <summary>What the reading is worth at a moment: itself, or absent once its lifetime is over.</summary>
    public Reading At(DateTimeOffset now) =>
        Absence is null && ExpiresAt is { } end && end <= now ? Absent(ExpiredText(end), end, Source) : this;

    /// <summary>
    /// Whether going from the other reading to this one changes what a reader sees: another value, or presence. A value that comes
    /// after the end of the other's lifetime does, since readers may have missed it meanwhile.
    /// </summary>
    public bool MovedFrom(Reading other) => Value != other.Value || (other.ExpiresAt <= Time && other.Value is not null);

    /// <summary>The sum of two readings, as old as the older and valid as long as both; absent when one of them is.</summary>
    internal Reading Plus(Reading other)
    {
        if (Absence is not null || other.Absence is not null)
        {
            return Absence is not null ? this : other;
        }

        return this with
        {
            Value = Value + other.Value,
            Time = Time < other.Time ? Time : other.Time,
            Window = Window is { } window && !(other.Window > window) ? window : other.Window,
            ExpiresAt = ExpiresAt is { } end && !(other.ExpiresAt < end) ? end : other.ExpiresAt,
        };
    }

    // Without "… ago": the text stands in conditions and events, which would change at every look.
    private string ExpiredText(DateTimeOffset end) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Source} last reported it at {Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, valid for {(end - Time).TotalSeconds:0.###} s");
}

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

    /// <summary>Why there is no value, in one line; null when there is one.</summary>
    public string? Absence { get; private init; }

    /// <summary>A measured value.</summary>
    public static Reading Of(Quantity value, DateTimeOffset time, string source) =>
        new() { Value = value, Time = time, Source = source };

    /// <summary>No value, because of the reason given in one line.</summary>
    public static Reading Absent(string because, DateTimeOffset since, string source) =>
        new() { Absence = because, Time = since, Source = source };

    /// <summary>Whether going from the other reading to this one changes what a reader sees: another value, or presence.</summary>
    public bool MovedFrom(Reading other) => Value != other.Value;
}

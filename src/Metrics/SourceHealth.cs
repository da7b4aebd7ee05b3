namespace Autoscale.Metrics;

/// <summary>
/// How a source fares: why it has nothing (or not all) to say, in one line without credentials, or null when it works; when it was
/// last read with success; how many series it has; and how often it is asked at present (null when it is not asked but pushes).
/// </summary>
public sealed record SourceHealth(string? Problem, DateTimeOffset? LastRead, int Series, TimeSpan? Period)
{
    /// <summary>Of a source that was never asked.</summary>
    public static SourceHealth Unread { get; } = new("it has not been read yet", null, 0, null);

    /// <summary>Whether the other differs in more than the moment of the last reading.</summary>
    public bool DiffersFrom(SourceHealth other) => this != other with { LastRead = LastRead };
}

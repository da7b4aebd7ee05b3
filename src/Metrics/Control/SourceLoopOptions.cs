namespace Autoscale.Metrics.Control;

/// <summary>How a source is asked, and what becomes of its answers.</summary>
public sealed record SourceLoopOptions
{
    /// <summary>What kind of source it is, for metrics: "rabbitmq", "prometheus".</summary>
    public required string Kind { get; init; }

    /// <summary>The user's settings: name, period, deadline.</summary>
    public required SourceSettings Settings { get; init; }

    /// <summary>Its credentials, which no reason may show.</summary>
    public required SourceConnection Connection { get; init; }

    /// <summary>Reads everything once; throws when nothing at all could be read.</summary>
    public required Func<CancellationToken, Task<SourceAnswer>> ReadAsync { get; init; }

    /// <summary>Makes all its series absent, for the reason in one line.</summary>
    public required Action<string, DateTimeOffset> Fail { get; init; }

    /// <summary>Entered while it is asked, where several loops ask one server; to wait for it is not part of the deadline.</summary>
    public SemaphoreSlim? Gate { get; init; }

    /// <summary>Whether anybody looks at its series; always by default.</summary>
    public Func<bool> IsWatched { get; init; } = () => true;

    /// <summary>How often it is asked; by default as the user's settings say.</summary>
    public Func<SourcePace> Pace { get => field ?? (() => Settings.Pace); init; }
}

namespace Autoscale.Metrics;

/// <summary>Who may report what to a source of pushed readings. It has no text form: it holds a secret.</summary>
public sealed class PushedSourceOptions
{
    /// <summary>The bearer token by which HTTP requests find the source; null (the default) when nobody reports over HTTP. At least 16 characters.</summary>
    public string? Token { get; init; }

    /// <summary>The source's address on the bus, see <see cref="PushedAddress"/>; null (the default) when it takes no messages.</summary>
    public string? Address { get; init; }

    /// <summary>How long readings count that do not say so themselves; 1 s to 1 h, 30 s by default.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The metrics that may be reported, none where it is empty; null (the default) for any external metric that no other source serves.</summary>
    public IReadOnlyList<PushedMetric>? Metrics { get; init; }

    /// <summary>How many series the source may have, so that a label that never repeats cannot exhaust the memory; 10,000 by default.</summary>
    public int MaxSeries { get; init; } = 10_000;
}

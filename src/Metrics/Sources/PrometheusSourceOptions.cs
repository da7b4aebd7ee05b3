using Autoscale.Metrics.Control;

namespace Autoscale.Metrics.Sources;

/// <summary>A server that answers Prometheus' HTTP API, and what is asked of it.</summary>
public sealed record PrometheusSourceOptions
{
    /// <summary>The server, with the path under which its API is, if any; a query in it (?dedup=true) goes with every request.</summary>
    public required Uri Url { get; init; }

    /// <summary>Who asks, and whom we take for the server.</summary>
    public SourceConnection Connection { get; init; } = new();

    /// <summary>How metrics are had from it.</summary>
    public required IReadOnlyList<PrometheusRule> Rules { get; init; }

    /// <summary>How often discovered series are looked for again; 3 minutes by default.</summary>
    public TimeSpan DiscoveryPeriod { get; init; } = TimeSpan.FromMinutes(3);
}

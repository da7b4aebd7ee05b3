namespace Autoscale.Metrics.Declared;

/// <summary>A server that answers Prometheus' HTTP API.</summary>
public sealed record PrometheusSpec
{
    /// <summary>The server, http:// or https://, without credentials.</summary>
    public string Url { get => field ?? ""; init; }

    /// <summary>Rules that offer a metric for each series name that is found; null for none.</summary>
    public IReadOnlyList<DiscoveryRule>? Discover { get; init; }
}

using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Control;

/// <summary>What every source needs beside its own settings.</summary>
public sealed record SourceTools(TimeProvider Time, Interest Interest, MetricsTelemetry Telemetry, ILoggerFactory Loggers)
{
    /// <summary>The sources that take reports.</summary>
    public PushedSources Pushed { get; } = new();

    /// <summary>The Prometheus servers that are asked.</summary>
    internal PrometheusServers Prometheus { get; } = new(Time);
}

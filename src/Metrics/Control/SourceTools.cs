using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Control;


/// <summary>What every source needs beside its own settings.</summary>
public sealed record SourceTools(TimeProvider Time, Interest Interest, MetricsTelemetry Telemetry, ILoggerFactory Loggers);

using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Control;
using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Apis;

/// <summary>What the metrics APIs answer from, and what they tell the time by and report to.</summary>
/// <param name="Client">Asks the API server who may do what, and which objects there are.</param>
/// <param name="Table">The readings.</param>
/// <param name="Interest">Learns what is asked for.</param>
/// <param name="Loops">Clock and telemetry of the loops.</param>
/// <param name="Loggers">Where the log goes.</param>
public sealed record MetricsApiTools(KubeClient Client, MetricTable Table, Interest Interest, ControlLoopServices Loops, ILoggerFactory Loggers)
{
    /// <summary>The pods of the cluster.</summary>
    public required ObjectCache<Pod> Pods { get; init; }

    /// <summary>The nodes of the cluster.</summary>
    public required ObjectCache<Node> Nodes { get; init; }

    /// <summary>Counts requests.</summary>
    public required MetricsTelemetry Telemetry { get; init; }

    internal TimeProvider Time => Loops.Time;
}

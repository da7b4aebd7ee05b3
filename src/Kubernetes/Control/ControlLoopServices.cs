using Microsoft.Extensions.Logging;

namespace Autoscale.Kubernetes.Control;

/// <summary>What every control loop tells the time by and reports to.</summary>
public sealed record ControlLoopServices(TimeProvider Time, KubernetesTelemetry Telemetry, ILogger<ControlLoop> Logger);

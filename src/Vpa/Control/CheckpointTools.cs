using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Control;

/// <summary>What the keeping of checkpoints tells the time by and reports to.</summary>
internal sealed record CheckpointTools(VerticalOptions Options, TimeProvider Time, VerticalTelemetry Telemetry, ILogger<CheckpointLoop> Logger);

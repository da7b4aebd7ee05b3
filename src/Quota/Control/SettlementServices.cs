using Microsoft.Extensions.Logging;

namespace Autoscale.Quota.Control;

/// <summary>What settling a batch needs beside the batch.</summary>
internal sealed record SettlementServices(QuotaStore Store, QuotaOptions Options, QuotaTelemetry Telemetry, TimeProvider Time, ILogger Logger);

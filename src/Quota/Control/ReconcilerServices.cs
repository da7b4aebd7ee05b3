namespace Autoscale.Quota.Control;

/// <summary>What the status controller works with beside its state. Safe for several threads.</summary>
internal sealed record ReconcilerServices(
    QuotaOptions Options, QuotaTelemetry Telemetry, DoubleChargeReport Doubles, ClaimFacts Claims, SteadyClock Clock, TimeProvider Time)
{
    private readonly Random _random = new();
    private readonly Lock _lock = new();

    /// <summary>A number from 0 to 1.</summary>
    public double NextRandom()
    {
        lock (_lock)
        {
            return _random.NextDouble();
        }
    }
}

namespace Autoscale.Metrics.Control;

/// <summary>The bus on which applications report. It has no text form: the address may hold a password.</summary>
public sealed class MetricBusOptions
{
    /// <summary>The broker, amqp:// or amqps://user:password@host:port/vhost; null (the default) for a bus in memory, for this process alone.</summary>
    public Uri? Address { get; init; }
}

namespace Autoscale.Metrics.Declared;

/// <summary>A broker whose queues are read.</summary>
public sealed record RabbitMqSpec
{
    /// <summary>The broker, amqp:// or amqps://, without credentials.</summary>
    public string Address { get => field ?? ""; init; }

    /// <summary>Its management API; null for the broker's host, 10000 above its port.</summary>
    public string? Management { get; init; }

    /// <summary>Auto, Management or Amqp; null for Auto.</summary>
    public string? Transport { get; init; }

    /// <summary>Names or patterns of the queues to read; null for all.</summary>
    public IReadOnlyList<string>? Queues { get; init; }
}

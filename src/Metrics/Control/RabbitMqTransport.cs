namespace Autoscale.Metrics.Control;

/// <summary>How a broker is asked.</summary>
public enum RabbitMqTransport
{
    /// <summary>Its management API; where there is none, AMQP for the queues that are named.</summary>
    Auto,

    /// <summary>Its management API only.</summary>
    Management,

    /// <summary>AMQP only, for the queues that are named: their waiting messages and consumers.</summary>
    Amqp,
}

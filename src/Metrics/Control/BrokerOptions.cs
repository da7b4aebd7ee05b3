using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>One broker whose queues are read.</summary>
public sealed class BrokerOptions
{
    /// <summary>The broker's address, amqp://user:password@host:port/vhost; without a path all virtual hosts are read.</summary>
    public required string Address { get; init; }

    /// <summary>Address of its management API; null (the default) for the broker's host, 10000 above its port.</summary>
    public string? Management { get; init; }

    internal RabbitMqSourceOptions Source => new() { Address = Address, Management = Management };

    internal string Name => RabbitMqAddress.Parse(Address, Management).ToString();

    internal string? Problem
    {
        get
        {
            try
            {
                RabbitMqAddress.Parse(Address, Management);
                return null;
            }
            catch (FormatException problem)
            {
                return problem.Message;
            }
        }
    }
}

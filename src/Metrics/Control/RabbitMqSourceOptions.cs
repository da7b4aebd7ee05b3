using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>A broker, and what is made of its queues.</summary>
public sealed record RabbitMqSourceOptions
{
    /// <summary>The broker, amqp://host:port/vhost or amqps://; without a path all virtual hosts are read.</summary>
    public required string Address { get; init; }

    /// <summary>Its management API; null (the default) for the broker's host, 10000 above its port.</summary>
    public string? Management { get; init; }

    /// <summary>How it is asked; <see cref="RabbitMqTransport.Auto"/> by default.</summary>
    public RabbitMqTransport Transport { get; init; }

    /// <summary>
    /// Who we are to the broker and whom we take for it. Its name and password count before those of the address; without either it is
    /// guest, or over AMQP the client certificate (EXTERNAL) where there is one.
    /// </summary>
    public SourceConnection Connection { get; init; } = new();

    /// <summary>Patterns of the queues to read, see <see cref="QueuePattern"/>; none (the default) for all of them.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>The metrics that are made of the queues; none (the default) for all standard series.</summary>
    public IReadOnlyList<QueueOffer> Offers { get; init; } = [];

    /// <summary>What is wrong with it, each in one line without credentials; nothing when it can be used.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. Try(() => RabbitMqAddress.Parse(Address, Management)),
        .. Connection.Problems,
        .. Queues.SelectMany(pattern => Try(() => QueuePattern.Parse(pattern))),
        .. Offers.Select(offer => offer.Problem).OfType<string>(),
        .. Transport == RabbitMqTransport.Amqp ? Unnamed().Select(pattern => $"{pattern} cannot be asked over AMQP, which reads queues by their names") : [],
    ];

    private static IEnumerable<string> Try(Func<object> parse)
    {
        try
        {
            parse();
            return [];
        }
        catch (FormatException problem)
        {
            return [problem.Message];
        }
    }

    private IEnumerable<string> Unnamed() => Queues.Concat(Offers.Select(offer => offer.Queue))
        .Where(pattern => !Try(() => QueuePattern.Parse(pattern)).Any() && QueuePattern.Parse(pattern).Exact is null);
}

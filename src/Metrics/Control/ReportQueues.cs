using MassTransit;

namespace Autoscale.Metrics.Control;

/// <summary>The queues in which reports come: one for each source and process, named ADDRESS::PROCESS, behind the source's exchange.</summary>
internal sealed class ReportQueues : IErrorQueueNameFormatter, IDeadLetterQueueNameFormatter
{
    private const string Separator = "::";
    private const ushort InFlight = 100;
    private const int Longest = 10_000;

    // A process that was cut off for longer finds its queue gone; it would be full of what is no longer true.
    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(10);

    private ReportQueues()
    {
    }

    /// <summary>Names the queue of what was refused after the source, not after the process: ADDRESS_error.</summary>
    public static ReportQueues Errors { get; } = new();

    /// <summary>The queue of a source in a process.</summary>
    public static string Of(string address, string process) => address + Separator + process;

    /// <summary>Makes an endpoint take a source's messages.</summary>
    public static void Configure(IReceiveEndpointConfigurator endpoint, PushedSource source)
    {
        var address = source.Address ?? throw new InvalidOperationException($"{source.Name} takes no messages");
        endpoint.ConfigureConsumeTopology = address == PushedAddress.Published;
        endpoint.PublishFaults = false;
        endpoint.PrefetchCount = InFlight;

        // One after the other: of two readings without a time the later is the newer.
        endpoint.ConcurrentMessageLimit = 1;

        // Who has no MassTransit sends the same as plain JSON, which bears no type.
        endpoint.UseRawJsonDeserializer(RawSerializerOptions.AnyMessageType);
        endpoint.Handler<MetricReported>(context => ReportConsumer.TakeAsync(source, context));
        if (endpoint is IRabbitMqReceiveEndpointConfigurator queue)
        {
            queue.AutoDelete = true;
            queue.QueueExpiration = Unused;
            queue.SetQueueArgument("x-max-length", Longest);
            queue.Bind(address, exchange => (exchange.Durable, exchange.AutoDelete) = (true, false));
        }
        else if (endpoint is IInMemoryReceiveEndpointConfigurator memory)
        {
            memory.Bind(address);
        }
    }

    string IErrorQueueNameFormatter.FormatErrorQueueName(string queueName) => AddressOf(queueName) + "_error";

    string IDeadLetterQueueNameFormatter.FormatDeadLetterQueueName(string queueName) => AddressOf(queueName) + "_skipped";

    private static string AddressOf(string queue) => queue.IndexOf(Separator, StringComparison.Ordinal) is >= 0 and var end ? queue[..end] : queue;
}

using Autoscale.Metrics.Sources;
using Autoscale.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Autoscale.Metrics.Tests;

/// <summary>What is made of the queues of a real broker: statistics, patterns, endpoints, streams.</summary>
[Collection(RabbitMqFixture.Name)]
public sealed class RabbitMqSeriesTests(RabbitMqFixture fixture)
{
    private RabbitMqServer Server => fixture.Server;

    [RabbitMqFact]
    public async Task Statistics_OfAQueueThatIsWorkedOff_TellConsumersRatesAndDrainTime()
    {
        await Server.DeclareAsync("worked");
        await using var reading = new BrokerReading(Server);
        await using var connection = await ConnectAsync();
        await PublishAsync(connection, "worked", 3000);
        await ConsumeAsync(connection, "worked", TimeSpan.FromMilliseconds(20));

        await reading.UntilAsync("rabbitmq_queue_messages_acked_per_second", "queue=worked", value => Number(value) > 1);
        await reading.UntilAsync(QueueSeries.Consumers, "queue=worked", value => value == "1");

        var drain = Number(reading.Now(QueueSeries.DrainTime, "queue=worked"));
        Assert.InRange(drain, 1, QueueFormulas.EndlessSeconds - 1);
        Assert.InRange(Number(reading.Now("rabbitmq_queue_consumer_utilisation", "queue=worked")), 0, 1);
        Assert.Equal(reading.Now(QueueSeries.Backlog, "queue=worked"), reading.Now("rabbitmq_queue_backlog_per_consumer", "queue=worked"));
    }

    [RabbitMqFact]
    public async Task DrainTime_WithoutConsumers_IsAbsentAtFirstAndThenEndless()
    {
        var clock = Some.Clock();
        await Server.DeclareAsync("dead");
        await using var reading = new BrokerReading(Server, time: clock);
        await reading.UntilAsync(QueueSeries.Consumers, "queue=dead", value => value == "0");
        Assert.Equal("0", reading.Now(QueueSeries.DrainTime, "queue=dead"));

        await Server.PublishAsync("dead");
        Assert.EndsWith("does not know yet how fast queue dead of virtual host / is worked off", await reading.ReadAsync(QueueSeries.DrainTime, "queue=dead"), StringComparison.Ordinal);

        clock.Advance(QueueFormulas.DeadAfter);
        Assert.Equal("1M", await reading.ReadAsync(QueueSeries.DrainTime, "queue=dead"));
    }

    [RabbitMqFact]
    public async Task Pattern_OfQueuesOfAnyCharacters_IsSummedAndSoOnWithoutWhatFailed()
    {
        const string host = "shop / ünïcode %2F";
        await Server.PutAsync($"vhosts/{Uri.EscapeDataString(host)}", "{}");
        foreach (var (queue, messages) in new[] { ("in a/b", 1), ("in \"🐇\" %", 3), ("in_error", 7), ("out", 9) })
        {
            await FillAsync(host, queue, messages);
        }

        await using var reading = new BrokerReading(Server, options => options with
        {
            Offers =
            [
                Offer("total", "in*", QueueAggregation.Sum), Offer("most", "/^in/", QueueAggregation.Max), Offer("mean", "in*", QueueAggregation.Average),
                Offer("each", "in*", QueueAggregation.None), Offer("nothing", "no*", QueueAggregation.Sum),
                Offer("host", "*", QueueAggregation.None) with { Series = "rabbitmq_vhost_messages" },
            ],
        });

        Assert.Equal("4", await reading.ReadAsync("total"));
        Assert.Equal(("3", "2", "20"), (reading.Now("most"), reading.Now("mean"), reading.Now("host")));
        Assert.Equal(2, reading.Table.FindExternal("any", "each", Autoscale.Kubernetes.LabelSelector.Everything, Some.Time).Series.Count);
        Assert.Equal($"no queue of broker matches no* in virtual host {host}", reading.Now("nothing"));

        QueueOffer Offer(string name, string queue, QueueAggregation aggregation) =>
            new() { Name = name, Series = QueueSeries.Ready, Queue = queue, VirtualHost = host, Aggregation = aggregation };
    }

    [RabbitMqFact]
    public async Task Pattern_WithAQueueThatIsNotCounted_IsAbsentWithItsReason()
    {
        await Server.DeclareAsync("mixed.classic");
        await Server.PutAsync("queues/%2F/mixed.quorum", """{"durable":true,"arguments":{"x-queue-type":"quorum"}}""");
        await using var reading = new BrokerReading(Server, options => options with
        {
            Offers = [new() { Name = "total", Series = QueueSeries.Backlog, Queue = "mixed.*", Aggregation = QueueAggregation.Sum }],
        });

        Assert.Equal("broker has not counted queue mixed.quorum of virtual host /", await reading.ReadAsync("total"));
    }

    [RabbitMqFact]
    public async Task Stream_KeepsItsMessages_SoNothingOfItWaits()
    {
        await Server.PutAsync("queues/%2F/history", """{"durable":true,"arguments":{"x-queue-type":"stream"}}""");
        await Server.PublishAsync("history");
        await using var reading = new BrokerReading(Server);

        await reading.UntilAsync(QueueSeries.Messages, "queue=history", value => value == "1");

        foreach (var metric in new[] { QueueSeries.Ready, QueueSeries.Backlog, QueueSeries.DrainTime })
        {
            Assert.Equal("queue history of virtual host / is a stream, which keeps its messages: nothing waits in it", reading.Now(metric, "queue=history"));
        }
    }

    [RabbitMqFact]
    public async Task Endpoint_HasItsOwnSeriesAndThoseOfItsErrorsAndSkippedMessages()
    {
        foreach (var (queue, messages) in new[] { ("submit-order", 2), ("submit-order_error", 1), ("submit-order_skipped", 0) })
        {
            await FillAsync("/", queue, messages);
        }

        await using var reading = new BrokerReading(Server);

        Assert.Equal("2", await reading.ReadAsync("rabbitmq_endpoint_backlog", "endpoint=submit-order"));
        Assert.Equal("1", reading.Now("rabbitmq_endpoint_error_messages", "endpoint=submit-order"));
        Assert.Equal("0", reading.Now("rabbitmq_endpoint_skipped_messages", "endpoint=submit-order"));
        Assert.Null(reading.Now("rabbitmq_endpoint_backlog", "endpoint=submit-order_error"));
    }

    [RabbitMqFact]
    public async Task OneQueue_ThatMoves_MovesNothingElse()
    {
        await FillAsync("/", "still", 1);
        await FillAsync("/", "moving", 1);
        await using var reading = new BrokerReading(Server);
        await reading.UntilAsync(QueueSeries.Ready, "queue=moving", value => value == "1");
        var moved = new List<SeriesKey>();
        using var listening = reading.Table.Subscribe(moved.AddRange);

        await Server.PublishAsync("moving");
        await reading.Source.AskAsync(false, default);

        Assert.Contains(moved, key => key.Name == QueueSeries.Ready && key.Labels?["queue"] == "moving");
        Assert.DoesNotContain(moved, key => key.Labels is { } labels && labels.TryGetValue("queue", out var queue) && queue == "still");
    }

    private static double Number(string? value) =>
        Autoscale.Kubernetes.Quantity.TryParse(value ?? "", out var number, out _) ? number.ToDouble() : double.NaN;

    private static async Task PublishAsync(IConnection connection, string queue, int messages)
    {
        await using var channel = await connection.CreateChannelAsync();
        for (var i = 0; i < messages; i++)
        {
            await channel.BasicPublishAsync("", queue, ReadOnlyMemory<byte>.Empty);
        }
    }

    private static async Task ConsumeAsync(IConnection connection, string queue, TimeSpan service)
    {
        var channel = await connection.CreateChannelAsync();
        await channel.BasicQosAsync(0, 1, false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            await Task.Delay(service, TimeProvider.System);
            await channel.BasicAckAsync(message.DeliveryTag, false);
        };
        await channel.BasicConsumeAsync(queue, false, consumer);
    }

    private async Task FillAsync(string host, string queue, int messages)
    {
        await Server.DeclareAsync(queue, host);
        for (var i = 0; i < messages; i++)
        {
            await Server.PublishAsync(queue, host);
        }
    }

    private Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = Server.AmqpUrl }.CreateConnectionAsync();
}

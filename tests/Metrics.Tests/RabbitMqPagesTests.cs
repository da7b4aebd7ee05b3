using Autoscale.Metrics.Sources;
using Autoscale.Testing;
using RabbitMQ.Client;

namespace Autoscale.Metrics.Tests;

/// <summary>More queues than a page has, on a real broker.</summary>
[Collection(RabbitMqFixture.Name)]
public sealed class RabbitMqPagesTests(RabbitMqFixture fixture)
{
    [RabbitMqFact]
    [Trait("Category", "Long")]
    public async Task Pattern_OfMoreQueuesThanAPage_IsOfAllOfThem()
    {
        await fixture.Server.PutAsync("vhosts/thousands", "{}");
        await using var connection = await new ConnectionFactory { Uri = new Uri($"{fixture.Server.AmqpUrl}thousands") }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        for (var i = 0; i < 2000; i++)
        {
            var queue = (i % 10 < 3 ? "picked." : "other.") + i;
            await channel.QueueDeclareAsync(queue, durable: false, exclusive: false, autoDelete: false);
            await channel.BasicPublishAsync("", queue, ReadOnlyMemory<byte>.Empty);
        }

        await using var reading = new BrokerReading(fixture.Server, options => options with
        {
            Offers = [new() { Name = "picked", Series = QueueSeries.Ready, Queue = "picked.*", VirtualHost = "thousands", Aggregation = QueueAggregation.Sum }],
        });

        await reading.UntilAsync("picked", "", value => value == "600");
    }
}

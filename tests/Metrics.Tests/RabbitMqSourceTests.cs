using System.Collections.Concurrent;
using Autoscale.Kubernetes;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

/// <summary>The queue source against a real broker.</summary>
[Collection(RabbitMqFixture.Name)]
public sealed class RabbitMqSourceTests(RabbitMqFixture fixture)
{
    private readonly MetricTable _table = new();
    private readonly SourceTools _tools = Some.Tools();

    [RabbitMqFact]
    public async Task AskAsync_JustDeclaredAndPublished_HasTheNumbersOfTheMoment()
    {
        var server = fixture.Server;
        await using var source = NewSource();
        await server.DeclareAsync("fresh");

        await source.AskAsync(false, default);
        Assert.Equal("0", Some.Ready(_table, "fresh"));

        await server.PublishAsync("fresh");
        await server.PublishAsync("fresh");
        await source.AskAsync(false, default);
        Assert.Equal(("2", "2", "0"), Counts("fresh"));
    }

    [RabbitMqFact]
    public async Task AskAsync_WatchedQuorumQueue_HasTheNumbersOfTheMoment()
    {
        await DeclareQuorumAsync("votes");
        _tools.Interest.Watch(new("", "Hpa", "ns", "h"), [new(SeriesKind.External, "ns", QueueSeries.Ready, LabelSelector.Parse("queue=votes"))]);
        await using var source = NewSource();

        await fixture.Server.PublishAsync("votes");
        await source.AskAsync(false, default);
        Assert.Equal("1", Some.Ready(_table, "votes"));

        await fixture.Server.PublishAsync("votes");
        await source.AskAsync(false, default);
        Assert.Equal("2", Some.Ready(_table, "votes"));
    }

    [RabbitMqFact]
    public async Task AskAsync_JustDeclaredQuorumQueue_IsAbsentAndNotZero()
    {
        await DeclareQuorumAsync("ballots");
        await fixture.Server.PublishAsync("ballots");
        await using var source = NewSource();

        await source.AskAsync(false, default);
        Assert.EndsWith("has not counted queue ballots of virtual host /", Some.Ready(_table, "ballots"), StringComparison.Ordinal);

        await Eventually.TrueAsync(
            async () =>
            {
                await source.AskAsync(false, default);
                return Some.Ready(_table, "ballots") == "1";
            },
            "the queue's first report");
    }

    [RabbitMqFact]
    public async Task AskAsync_QueueDeleted_IsGoneAndNotZero()
    {
        await using var source = NewSource();
        await fixture.Server.DeclareAsync("brief");
        await source.AskAsync(false, default);

        await fixture.Server.DeleteQueueAsync("brief");
        await source.AskAsync(false, default);

        Assert.Null(Some.Ready(_table, "brief"));
    }

    [RabbitMqFact]
    public async Task AskAsync_OneVirtualHost_ReadsItsQueuesOnly()
    {
        await fixture.Server.PutAsync("vhosts/shop%2Fone", "{}");
        await fixture.Server.DeclareAsync("inside", "shop/one");
        await fixture.Server.DeclareAsync("outside");
        await using var source = NewSource("/shop%2Fone");

        await source.AskAsync(false, default);

        Assert.Equal("0", Some.Ready(_table, "inside"));
        Assert.Null(Some.Ready(_table, "outside"));
    }

    [RabbitMqFact]
    public async Task AskAsync_MoreQueuesThanAPage_ReadsThemAll()
    {
        await fixture.Server.PutAsync("vhosts/many", "{}");
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1005),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (number, _) => await fixture.Server.DeclareAsync($"q{number}", "many"));
        await using var source = NewSource("/many");

        await source.AskAsync(false, default);

        Assert.Equal(1005, _table.FindExternal("ns", QueueSeries.Messages, LabelSelector.Everything, Some.Time).Series.Count);
    }

    [RabbitMqFact]
    public async Task AskAsync_WrongPassword_IsAbsentWithoutTellingIt()
    {
        var log = new LinesLogged();
        await using var source = Some.RabbitMq(
            $"amqp://tester:s3cret@127.0.0.1:{fixture.Server.Port}", fixture.Server.ManagementUrl.ToString(), _table, tools: Some.Tools() with { Loggers = log });

        await source.AskAsync(false, default);

        Assert.Equal($"{source.Name}: it refused the name or the password (401)", Some.Ready(_table, "any"));
        Assert.DoesNotContain("s3cret", string.Join('\n', log.Lines), StringComparison.Ordinal);
        Assert.Single(log.Lines);
    }

    [RabbitMqFact]
    public async Task AskAsync_UnknownVirtualHost_SaysWhich()
    {
        await using var source = NewSource("/nowhere");

        await source.AskAsync(false, default);

        Assert.EndsWith("it has no virtual host nowhere (404)", Some.Ready(_table, "any"), StringComparison.Ordinal);
    }

    [RabbitMqFact]
    public async Task RunAsync_BrokerKilledAndStartedAgain_IsAbsentMeanwhileAndGoesOnByItself()
    {
        await using var server = await RabbitMqServer.StartAsync();
        await server.DeclareAsync("orders");
        await server.PublishAsync("orders");
        await using var source = NewSource(server: server);
        using var end = new CancellationTokenSource();
        var seen = new ConcurrentQueue<string?>();
        _table.Subscribe(_ => seen.Enqueue(Some.Ready(_table, "orders")));
        var running = source.RunAsync(end.Token);
        await UntilAsync("orders", value => value == "1");

        await server.KillAsync();
        await UntilAsync("orders", value => value is { Length: > 1 });
        await server.StartAgainAsync();
        await UntilAsync("orders", value => value == "1");

        Assert.DoesNotContain("0", seen);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private Task DeclareQuorumAsync(string queue) =>
        fixture.Server.PutAsync($"queues/%2F/{queue}", """{"durable":true,"arguments":{"x-queue-type":"quorum"}}""");

    private RabbitMqSource NewSource(string path = "", RabbitMqServer? server = null)
    {
        server ??= fixture.Server;
        return Some.RabbitMq(server.AmqpUrl.ToString().TrimEnd('/') + path, server.ManagementUrl.ToString(), _table, tools: _tools);
    }

    private (string?, string?, string?) Counts(string queue) => (
        Some.Value(_table, "rabbitmq_queue_messages", queue),
        Some.Value(_table, "rabbitmq_queue_messages_ready", queue),
        Some.Value(_table, "rabbitmq_queue_messages_unacked", queue));

    private Task UntilAsync(string queue, Func<string?, bool> claim) =>
        Eventually.TrueAsync(() => Task.FromResult(claim(Some.Ready(_table, queue))), $"another reading of {queue}");
}

using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Nodes.Brokers;
using Autoscale.LocalCluster.Nodes.Images;
using Autoscale.LocalCluster.Tests.Workloads;
using Autoscale.LocalCluster.Workloads;
using Autoscale.Testing;

namespace Autoscale.LocalCluster.Tests.Nodes;

public sealed class QueueWorkerTests
{
    [Fact]
    public async Task InMemory_ScaledUpAndDownWhileBusy_LosesAndRepeatsNothing()
    {
        var broker = new InMemoryWorkBroker();
        await using var cluster = await RunningCluster.StartAsync(broker);

        await WorkAsync(cluster, broker, messages: 400, serviceTime: "2ms");

        Assert.Equal((400L, 0L), (cluster.Runtime.Tally.Done, cluster.Runtime.Tally.Repeated));
        Assert.Equal(new QueueDepth("orders", 0, 0), Assert.Single(broker.Depths()));
    }

    [RabbitMqFact]
    public async Task RabbitMq_ScaledUpAndDownWhileBusy_LosesAndRepeatsNothing()
    {
        await using var server = await RabbitMqServer.StartAsync();
        var broker = new RabbitWorkBroker(server.AmqpUrl, TimeProvider.System);
        await using var cluster = await RunningCluster.StartAsync(broker);

        await WorkAsync(cluster, broker, messages: 400, serviceTime: "2ms");

        Assert.Equal((400L, 0L), (cluster.Runtime.Tally.Done, cluster.Runtime.Tally.Repeated));
    }

    [RabbitMqFact]
    public async Task RabbitMq_UnknownVirtualHostOrPassword_IsNamed()
    {
        await using var server = await RabbitMqServer.StartAsync();

        Assert.EndsWith("cannot be used: NOT_ALLOWED - vhost nowhere not found", await RefusalAsync(new UriBuilder(server.AmqpUrl) { Path = "/nowhere" }), StringComparison.Ordinal);
        Assert.Contains("ACCESS_REFUSED", await RefusalAsync(new UriBuilder(server.AmqpUrl) { Password = "wrong" }), StringComparison.Ordinal);
    }

    [RabbitMqFact]
    public async Task RabbitMq_KilledInTheMiddle_WorkResumesAndNothingIsLost()
    {
        await using var server = await RabbitMqServer.StartAsync();
        var broker = new RabbitWorkBroker(server.AmqpUrl, TimeProvider.System);
        await using var cluster = await RunningCluster.StartAsync(broker);
        await DeployAsync(cluster, "20ms");
        await PublishAsync(broker, 100);
        await cluster.UntilAsync(all => all.Runtime.Tally.Done > 10, "some messages are done");

        await server.KillAsync();
        await server.StartAgainAsync();

        await Eventually.TrueAsync(() => Task.FromResult(cluster.Runtime.Tally.Done == 100), "every message is done");
        await PublishAsync(broker, 10);
        await Eventually.TrueAsync(() => Task.FromResult(cluster.Runtime.Tally.Done == 110), "publishing works again");
    }

    [Fact]
    public async Task InMemory_NoConsumer_DepthIsExactAndChangesAreTold()
    {
        await using var broker = new InMemoryWorkBroker();
        var told = 0;
        broker.DepthChanged += _ => Interlocked.Increment(ref told);

        await PublishAsync(broker, 50);

        Assert.Equal(new QueueDepth("orders", 50, 0), Assert.Single(broker.Depths()));
        Assert.True(told >= 50);
    }

    [Fact]
    public async Task InMemory_ConsumerLeaves_FinishesWhatItBeganAndHandsBackTheRest()
    {
        await using var broker = new InMemoryWorkBroker();
        var begun = new TaskCompletionSource();
        var consumer = await broker.ConsumeAsync(new ConsumerOptions("orders", 1, 5), (_, _) => begun.Task, CancellationToken.None);
        await PublishAsync(broker, 8);
        await Eventually.TrueAsync(() => Task.FromResult(broker.Depths()[0] == new QueueDepth("orders", 3, 5)), "five messages are held");

        var left = consumer.DisposeAsync().AsTask();
        await Eventually.TrueAsync(() => Task.FromResult(broker.Depths()[0] == new QueueDepth("orders", 7, 1)), "four messages are back");
        begun.SetResult();
        await left;

        Assert.Equal(new QueueDepth("orders", 7, 0), broker.Depths()[0]);
    }

    [Fact]
    public async Task InMemory_SeveralConsumers_Compete()
    {
        await using var broker = new InMemoryWorkBroker();
        var takers = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
        for (var consumer = 0; consumer < 4; consumer++)
        {
            var number = consumer;
            await broker.ConsumeAsync(
                new ConsumerOptions("orders", 1, 1),
                async (_, cancellationToken) =>
                {
                    takers.AddOrUpdate(number, 1, (_, count) => count + 1);
                    await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
                },
                CancellationToken.None);
        }

        await PublishAsync(broker, 100);
        await Eventually.TrueAsync(() => Task.FromResult(takers.Values.Sum() == 100), "every message was taken");

        Assert.Equal(4, takers.Count);
    }

    [Fact]
    public async Task RabbitMq_NobodyListens_SaysSoWithoutThePassword()
    {
        await using var broker = new RabbitWorkBroker(new Uri("amqp://tester:secret@127.0.0.1:1/"), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<BrokerUnavailableException>(() => broker.ConnectAsync(CancellationToken.None));

        Assert.Equal("the broker at amqp://127.0.0.1:1/ cannot be used: Connection refused", failure.Message);
    }

    [RabbitMqFact]
    public async Task RabbitMq_WrongPasswordOrVhost_SaysWhich()
    {
        await using var server = await RabbitMqServer.StartAsync();
        await using var stranger = new RabbitWorkBroker(new Uri($"amqp://tester:wrong@127.0.0.1:{server.Port}"), TimeProvider.System);
        await using var lost = new RabbitWorkBroker(new Uri(server.AmqpUrl, "no-such-vhost"), TimeProvider.System);

        var refused = await Assert.ThrowsAsync<BrokerUnavailableException>(() => stranger.ConnectAsync(CancellationToken.None));
        var missing = await Assert.ThrowsAsync<BrokerUnavailableException>(() => lost.ConnectAsync(CancellationToken.None));

        Assert.Contains("ACCESS_REFUSED", refused.Message, StringComparison.Ordinal);
        Assert.Contains("no-such-vhost", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_WithoutQueue_FailsToStartWithAClearMessage()
    {
        var time = new VirtualTimeProvider(DateTimeOffset.UnixEpoch);
        await using var broker = new InMemoryWorkBroker();
        var worker = new QueueWorker(Settings(""), broker, new WorkTally(), time);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => worker.StartAsync(CancellationToken.None));

        Assert.Equal("the environment variable QUEUE is missing", failure.Message);
    }

    [Fact]
    public async Task Worker_Busy_UsesCpuInProportionAndIsThrottledByItsLimit()
    {
        var time = new VirtualTimeProvider(DateTimeOffset.UnixEpoch);
        await using var broker = new InMemoryWorkBroker();
        var tally = new WorkTally();
        var worker = new QueueWorker(Settings("""{"name":"QUEUE","value":"orders"},{"name":"SERVICE_TIME","value":"1s"},{"name":"CPU_PER_MESSAGE","value":"1s"}"""), broker, tally, time);
        await worker.StartAsync(CancellationToken.None);
        await PublishAsync(broker, 1);
        await Eventually.TrueAsync(() => Task.FromResult(broker.Depths()[0].Unacked == 1), "the worker has the message");

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0.5, worker.CpuSeconds(time.GetUtcNow()), 2);
        Assert.Equal(0, tally.Done);

        time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => Task.FromResult(tally.Done == 1), "the message is done");
        Assert.Equal(1.0, worker.CpuSeconds(time.GetUtcNow()), 2);
    }

    private static async Task<string> RefusalAsync(UriBuilder address)
    {
        await using var broker = new RabbitWorkBroker(address.Uri, TimeProvider.System);
        return (await Assert.ThrowsAsync<BrokerUnavailableException>(() => broker.ConnectAsync(CancellationToken.None))).Message;
    }

    private static ContainerSettings Settings(string environment) => ContainerSettings.Of(
        JsonNode.Parse("""{"metadata":{"annotations":{"autoscale.local/usage":"cpu=0"} } }""")!.AsObject(),
        JsonNode.Parse($$$"""{"name":"w","image":"autoscale.local/queue-worker","resources":{"limits":{"cpu":"500m"} },"env":[{{{environment}}}]}""")!.AsObject());

    private static async Task PublishAsync(IWorkBroker broker, int count)
    {
        for (var number = 0; number < count; number++)
        {
            await broker.PublishAsync("orders", new WorkItem { Id = Guid.NewGuid(), PublishedAt = DateTimeOffset.UnixEpoch }, CancellationToken.None);
        }
    }

    private static async Task WorkAsync(RunningCluster cluster, IWorkBroker broker, int messages, string serviceTime)
    {
        await DeployAsync(cluster, serviceTime);
        await PublishAsync(broker, messages / 2);
        await cluster.ScaleAsync("Deployment", "worker", 4);
        await cluster.UntilAsync(all => all.Find("Deployment", "worker")?.Count("status", "readyReplicas") == 4, "four workers");
        await PublishAsync(broker, messages / 2);
        await cluster.ScaleAsync("Deployment", "worker", 1);
        await cluster.UntilAsync(all => all.List("Pod").Count == 1, "one worker is left");
        await cluster.UntilAsync(all => all.Runtime.Tally.Done >= messages, "every message is done");
    }

    private static Task<JsonObject> DeployAsync(RunningCluster cluster, string serviceTime) =>
        cluster.CreateAsync("Deployment", $$$"""
            {"metadata":{"name":"worker"},
             "spec":{"replicas":1,"selector":{"matchLabels":{"app":"worker"} },
                     "template":{"metadata":{"labels":{"app":"worker"} },
                                 "spec":{"containers":[{"name":"worker","image":"autoscale.local/queue-worker:1",
                                         "env":[{"name":"QUEUE","value":"orders"},{"name":"SERVICE_TIME","value":"{{{serviceTime}}}"},{"name":"PREFETCH","value":"5"}]}]} } } }
            """);
}

using Autoscale.Metrics.Control;
using Autoscale.Testing;
using Microsoft.AspNetCore.Http;

namespace Autoscale.EndToEnd.Tests;

/// <summary>Faults of brokers: series become absent with a reason, replicas are held, and work resumes by itself.</summary>
public sealed class BrokerFaultTests
{
    [Theory]
    [InlineData(500, "", "it answered 500")]
    [InlineData(200, "<html>welcome</html>", "an answer that is not the JSON of a list of queues")]
    [InlineData(200, "", "an answer that is not the JSON of a list of queues")]
    [InlineData(200, """{"page_count":1,"items":[{"name":"orders","vhost":"/","messages":-4}]}""", "counts -4 messages in queue orders")]
    [InlineData(200, """{"page_count":1,"items":[{"name":"orders","vhost":"/","messages":"NaN"}]}""", "messages in queue orders")]
    [InlineData(200, """{"page_count":1,"items":[]}""", "no metrics returned from external metrics API")]
    public Task Management_AnswersBadly_HoldsSaysWhyAndRecovers(int code, string body, string reason) =>
        FailAsync(FakeManagement.Says(body, code), reason);

    [Fact]
    public Task Management_NeverAnswers_HoldsSaysWhyAndRecovers() =>
        FailAsync(FakeManagement.Silence, "no whole answer within 2 s");

    [Fact]
    public async Task Count_BeyondInt64_ScalesToTheMaximumAndNeverDown()
    {
        const string most = "9223372036854775807";
        await using var management = await FakeManagement.StartAsync(FakeManagement.Counts("45"));
        await using var scene = await StartAsync(management);
        await scene.ReplicasAsync(5);

        // The most that a broker can say; in thousandths, as quantities are reckoned, it is beyond what 64 bits hold.
        management.Answer = FakeManagement.Counts(most);

        await scene.ReplicasAsync(20);
        await scene.RaiseAsync(25);

        Assert.Equal(scene.Steps.All.Order(), scene.Steps.All);
    }

    [Fact]
    public async Task Sum_BeyondInt64_ScalesToTheMaximumAndNeverDown()
    {
        const string most = "9223372036854775807";
        await using var management = await FakeManagement.StartAsync(FakeManagement.Counts("20", "25"));
        await using var scene = await FaultScene.StartAsync(null, new BrokerOptions { Address = "amqp://127.0.0.1:1", Management = management.Url });
        await Objects.DeployAsync(scene.Client, "web", 1);
        await Objects.AutoscaleAsync(scene.Client, "web", (1, 20), Objects.AllQueuesMetric(10));
        await scene.ReplicasAsync(5);

        management.Answer = FakeManagement.Counts(most, most);

        await scene.ReplicasAsync(20);
        await scene.RaiseAsync(25);
        Assert.Equal(scene.Steps.All.Order(), scene.Steps.All);
    }

    [RabbitMqFact]
    [Trait("Category", "Long")]
    public async Task Broker_DiesAndComesBack_HoldsLosesNothingAndGoesOn()
    {
        await using var broker = await RabbitMqServer.StartAsync();
        await using var scene = await FaultScene.StartAsync(
            broker.AmqpUrl, new BrokerOptions { Address = broker.AmqpUrl.OriginalString, Management = broker.ManagementUrl.OriginalString });
        await Objects.DeployAsync(scene.Client, "web", 1, container: Objects.QueueWorker("orders", "500ms"));
        await Objects.AutoscaleAsync(scene.Client, "web", (1, 6), Objects.QueueMetric("orders", 20));
        await scene.PublishAsync("orders", 400);
        await scene.ReplicasAsync(6);
        await scene.ConditionAsync("ScalingActive", "ValidMetricFound");

        await broker.KillAsync();
        var why = await scene.ConditionAsync("ScalingActive", "FailedGetExternalMetric");
        var before = scene.Steps.All;
        await broker.StartAgainAsync();

        await Eventually.TrueAsync(() => Task.FromResult(scene.Local.Runtime.Tally.Done == 400), "all messages done", FaultScene.Limit);
        await scene.ReplicasAsync(1);
        Assert.Contains("refused", why, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before.Order(), before);
    }

    [RabbitMqFact]
    [Trait("Category", "Long")]
    public async Task Broker_DiesInTheMiddleOfADemo_LosesNothing()
    {
        await using var broker = await RabbitMqServer.StartAsync();
        using var folder = new TemporaryFolder();
        using var demo = AutoscaleProcess.Start(
            "demo", "--broker", broker.AmqpUrl.OriginalString, "--broker-management", broker.ManagementUrl.OriginalString,
            "--messages", "3000", "--kubeconfig", Path.Combine(folder.Path, "k"));
        await demo.SaysAsync("→ 5", FaultScene.Limit);

        await broker.KillAsync();
        await broker.StartAgainAsync();

        Assert.True(await demo.ExitAsync(TimeSpan.FromMinutes(5)) == 0, demo.Output);
        Assert.Contains(" 0 lost", demo.Output, StringComparison.Ordinal);
    }

    [RabbitMqFact]
    [Trait("Category", "Long")]
    public async Task Broker_DiesInADemoForGood_EndsWithOneLineAndNoStackTrace()
    {
        await using var broker = await RabbitMqServer.StartAsync();
        using var folder = new TemporaryFolder();
        using var demo = AutoscaleProcess.Start(
            "demo", "--broker", broker.AmqpUrl.OriginalString, "--broker-management", broker.ManagementUrl.OriginalString,
            "--kubeconfig", Path.Combine(folder.Path, "k"));
        await demo.SaysAsync("→ 5", FaultScene.Limit);

        await broker.KillAsync();

        Assert.Equal(1, await demo.ExitAsync(TimeSpan.FromMinutes(5)));
        Assert.Contains("autoscale: the broker took no message", demo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", demo.Output, StringComparison.Ordinal);
    }

    private static async Task FailAsync(Func<HttpContext, Task> fault, string reason)
    {
        await using var management = await FakeManagement.StartAsync(FakeManagement.Counts("45"));
        await using var scene = await StartAsync(management);
        await scene.ReplicasAsync(5);

        // The status comes after the scale, and still tells of the time before the first reading.
        await scene.ConditionAsync("ScalingActive", "ValidMetricFound");

        management.Answer = fault;
        var why = await scene.ConditionAsync("ScalingActive", "FailedGetExternalMetric");
        var held = await Objects.ReplicasAsync(scene.Client, "web");
        management.Answer = FakeManagement.Counts("65");

        await scene.ReplicasAsync(7);
        Assert.Equal(5, held);
        Assert.Contains(reason, why, StringComparison.Ordinal);
        Assert.Equal(scene.Steps.All.Order(), scene.Steps.All);
    }

    private static async Task<FaultScene> StartAsync(FakeManagement management)
    {
        var scene = await FaultScene.StartAsync(null, new BrokerOptions { Address = "amqp://127.0.0.1:1", Management = management.Url });
        await scene.QueueAsync("orders");
        return scene;
    }
}

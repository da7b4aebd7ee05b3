using Autoscale.Metrics;
using Autoscale.Metrics.Declared;
using Autoscale.Testing;

namespace Autoscale.Tests.Sources;

public sealed class RealSourceTests(DefinedCluster cluster) : IClassFixture<DefinedCluster>
{
    [RabbitMqFact]
    [Trait("Category", "Long")]
    public async Task Broker_ThatIsDeclared_IsReadWithItsSecret_AndNoLongerWithAWrongOne()
    {
        await using var broker = await RabbitMqServer.StartAsync();
        await broker.DeclareAsync("orders.new");
        await broker.PublishAsync("orders.new");
        await using var scene = await SourceScene.StartRealAsync(cluster, "brokered");
        await scene.PutSecretAsync("key", broker.Password, broker.User);
        await scene.DeclareAsync("orders", $$$"""
            {"rabbitmq":{"address":"amqp://127.0.0.1:{{{broker.Port}}}","management":"{{{broker.ManagementUrl}}}"},"credentials":{"secretRef":{"name":"key"}},
             "metrics":[{"name":"orders_ready","series":"rabbitmq_queue_messages_ready","queue":"orders.*","aggregation":"Sum"}]}
            """);

        await scene.SeesAsync("orders_ready", "1");
        await scene.ReadyAsync("orders", SourceReason.Reading);
        await scene.ChangeSecretAsync("key", "wr0ng-one");

        Assert.Contains("401", await scene.ReadyAsync("orders", SourceReason.Failing), StringComparison.Ordinal);
        await scene.SeesAsync("orders_ready", "401");
        Assert.DoesNotContain("wr0ng-one", scene.Value("orders_ready"), StringComparison.Ordinal);
        await scene.ChangeSecretAsync("key", broker.Password);
        await scene.SeesAsync("orders_ready", "1");
        await scene.DeleteAsync("orders");
        await scene.SeesAsync("orders_ready", AbsenceTexts.NoExternalMetrics("orders_ready"));
    }

    [Fact]
    public async Task Pushed_ThatIsChanged_KeepsWhatWasReported()
    {
        await using var scene = await SourceScene.StartRealAsync(cluster, "pushing");
        await scene.DeclareAsync("app", "{'pushed':{},'labels':{'team':'a'},'metrics':[{'name':'depth'},{'name':'age'}]}");
        Assert.Contains("nothing has been reported yet", await scene.ReadyAsync("app", SourceReason.NotReadYet), StringComparison.Ordinal);
        var report = new MetricReported { Readings = [Reading("depth", 7), Reading("age", 3)] };
        Assert.Empty(Assert.Single(scene.Pushed).Take(report).Problems);
        await scene.ReadyAsync("app", SourceReason.Reading);

        await scene.ChangeAsync("app", "{'labels':{'team':'b'},'metrics':[{'name':'depth'}]}");

        await scene.StatusAsync("app", status => status.MetricCount == 1);
        Assert.Equal("7", scene.Value("depth"));
        Assert.Equal("b", Assert.Single(scene.Series("depth")).Labels["team"]);
        Assert.Equal(AbsenceTexts.NoSuchMetric("age"), scene.Value("age"));
    }

    [Fact]
    public async Task Definitions_ThatComeLater_AreNoticed()
    {
        var bare = new DefinedCluster { IsDefined = false };
        await bare.InitializeAsync();
        try
        {
            await using var scene = await SourceScene.StartAsync(bare, "late");
            await Eventually.TrueAsync(() => Task.FromResult(scene.IsReady), "a controller without definitions");
            await CustomResources.InstallAsync(bare.Client, default);
            await scene.DeclareAsync("web", "{'prometheus':{'url':'http://p'},'metrics':[{'name':'rps','query':'x'}]}");

            (await scene.MadeAsync("web")).Say(7);

            await scene.SeesAsync("rps", "7");
        }
        finally
        {
            await bare.DisposeAsync();
        }
    }

    private static ReportedReading Reading(string name, decimal value) => new() { Name = name, Value = value.ToString(null, null) };
}

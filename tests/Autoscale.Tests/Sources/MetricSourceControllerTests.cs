using Autoscale.Metrics;
using Autoscale.Metrics.Declared;
using Autoscale.Testing;

namespace Autoscale.Tests.Sources;

public sealed class MetricSourceControllerTests(DefinedCluster cluster) : IClassFixture<DefinedCluster>
{
    private const string Server = "'prometheus':{'url':'http://prometheus:9090'}";

    [Fact]
    public async Task Declare_ReadsTheSource_AndTellsHowItFares()
    {
        await using var scene = await SourceScene.StartAsync(cluster, "told");
        await scene.DeclareAsync("web", "{" + Server + ",'period':'2s','metrics':[{'name':'rps','query':'x'},{'name':'age','query':'y'}]}");
        await scene.ReadyAsync("web", SourceReason.NotReadYet);

        var source = await scene.MadeAsync("web");
        source.Say(7);

        var status = await scene.StatusAsync("web", status => status.LastReadTime is not null);
        Assert.Equal(("True", SourceReason.Reading), (status.Conditions![0].Status, status.Conditions[0].Reason));
        Assert.Equal(("Prometheus", 2L, 2, "1s", "", 1L), (status.Type, status.Series, status.MetricCount, status.Period, status.LastError, status.ObservedGeneration));
        Assert.Equal(["age", "rps"], status.Metrics);
        Assert.Equal("7", scene.Value("rps"));
        Assert.NotEqual("7", scene.Value("rps", "elsewhere"));
    }

    [Fact]
    public async Task Change_KeepsTheOldAnswersUntilTheNewOnesAreThere()
    {
        await using var scene = await SourceScene.StartAsync(cluster, "changed");
        await scene.DeclareAsync("web", "{" + Server + ",'metrics':[{'name':'rps','query':'x'}]}");
        var before = await scene.MadeAsync("web");
        before.Say(7);
        await scene.ReadyAsync("web", SourceReason.Reading);

        await scene.ChangeAsync("web", "{'metrics':[{'name':'rps','query':'x'},{'name':'age','query':'y'}]}");
        var after = await scene.MadeAsync("web", made => made.Plan.Metrics.Count == 2);

        Assert.Equal("7", scene.Value("rps"));
        Assert.False(before.IsClosed);
        after.Say(9);
        await scene.SeesAsync("rps", "9");
        Assert.Equal("9", scene.Value("age"));
        await Eventually.TrueAsync(() => Task.FromResult(before.IsClosed), "the end of the old source");
        Assert.Equal(2, (await scene.StatusAsync("web", status => status.MetricCount == 2)).ObservedGeneration);
    }

    [Fact]
    public async Task Failure_IsToldWithItsReason_AndItsEnd()
    {
        await using var scene = await SourceScene.StartAsync(cluster, "failing");
        await scene.DeclareAsync("web", "{" + Server + ",'metrics':[{'name':'rps','query':'x'}]}");
        var source = await scene.MadeAsync("web");
        source.Fail("no whole answer within 5 s");

        Assert.Equal("no whole answer within 5 s", await scene.ReadyAsync("web", SourceReason.Failing));
        Assert.Equal("no whole answer within 5 s", (await scene.StatusAsync("web", _ => true)).LastError);
        source.Say(3);
        await scene.ReadyAsync("web", SourceReason.Reading);
        Assert.Equal("", (await scene.StatusAsync("web", _ => true)).LastError);
    }

    [Fact]
    public async Task Delete_TakesTheSeriesAway_AndLeavesTheOthers()
    {
        await using var scene = await SourceScene.StartAsync(cluster, "deleted");
        await scene.DeclareAsync("one", "{" + Server + ",'metrics':[{'name':'rps','query':'x'}]}");
        await scene.DeclareAsync("two", "{" + Server + ",'metrics':[{'name':'age','query':'x'}]}");
        (await scene.MadeAsync("one")).Say(1);
        (await scene.MadeAsync("two")).Say(2);

        await scene.DeleteAsync("one");

        await scene.SeesAsync("rps", AbsenceTexts.NoSuchMetric("rps"));
        Assert.Equal("2", scene.Value("age"));
        Assert.Equal(1, scene.Count("two"));
    }

    [Fact]
    public async Task Name_ThatAnotherOwns_IsTold_AndTakenOverWhenItComesFree()
    {
        await using var scene = await SourceScene.StartAsync(cluster, "taken");
        await scene.DeclareAsync("a-first", "{" + Server + ",'metrics':[{'name':'rps','query':'x'}]}");
        await scene.MadeAsync("a-first");
        await scene.DeclareAsync("b-second", "{" + Server + ",'metrics':[{'name':'rps','query':'x'},{'name':'age','query':'y'}]}");
        (await scene.MadeAsync("b-second")).Say(5);

        Assert.Equal("MetricSource taken/a-first answers for rps already", await scene.ReadyAsync("b-second", SourceReason.NameTaken));
        Assert.Equal("5", scene.Value("age"));
        await scene.DeleteAsync("a-first");
        (await scene.MadeAsync("b-second", made => made.Plan.Metrics.Count == 2)).Say(6);
        await scene.ReadyAsync("b-second", SourceReason.Reading);
        Assert.Equal("6", scene.Value("rps"));
    }

    [Fact]
    public async Task Name_OfTheCommandLine_IsNobodysElse()
    {
        await using var scene = await SourceScene.StartAsync(cluster, "flagged", new SourceClaims("", "--broker", [new(null, "rps")]));
        await scene.DeclareAsync("web", "{" + Server + ",'metrics':[{'name':'rps','query':'x'}]}");

        Assert.Equal("--broker answers for rps already", await scene.ReadyAsync("web", SourceReason.NameTaken));
        Assert.Equal(0, scene.Count("web"));
    }

    [Fact]
    public async Task ClustersSource_AnswersWhereNoneOfTheNamespaceDoes()
    {
        await using var scene = await SourceScene.StartAsync(cluster, "scoped");
        await scene.DeclareAsync("cluster-wide", "{" + Server + ",'metrics':[{'name':'scoped_rps','query':'x'}]}");
        await scene.DeclareAsync("own", "{" + Server + ",'metrics':[{'name':'scoped_rps','query':'x'}]}");
        (await scene.MadeAsync("cluster-wide")).Say(1);
        (await scene.MadeAsync("own")).Say(2);

        await scene.ReadyAsync("cluster-wide", SourceReason.Reading);
        await scene.ReadyAsync("own", SourceReason.Reading);
        Assert.Equal("2", scene.Value("scoped_rps"));
        Assert.Equal("1", scene.Value("scoped_rps", "elsewhere"));
        await scene.DeleteAsync("cluster-wide");
    }

    [Fact]
    public async Task Secret_ThatIsMissing_ComesAndIsRotated_TakesEffectWithoutBeingTold()
    {
        await using var scene = await SourceScene.StartAsync(cluster, "secretive");
        await scene.DeclareAsync("web", "{" + Server + ",'metrics':[{'name':'rps','query':'x'}],'credentials':{'secretRef':{'name':'key'}}}");

        Assert.Equal("spec.credentials.secretRef: there is no Secret secretive/key", await scene.ReadyAsync("web", SourceReason.SecretMissing));
        await scene.SeesAsync("rps", "there is no Secret secretive/key");
        await scene.PutSecretAsync("key", "s3cret");
        (await scene.MadeAsync("web", made => made.Plan.Prometheus!.Connection.Password == "s3cret")).Say(1);
        await scene.ReadyAsync("web", SourceReason.Reading);
        await scene.ChangeSecretAsync("key", "n3wone");
        (await scene.MadeAsync("web", made => made.Plan.Prometheus!.Connection.Password == "n3wone")).Say(2);

        await scene.SeesAsync("rps", "2");
        Assert.DoesNotContain("n3wone", await cluster.KubectlAsync("-n", "secretive", "get", "metricsources,events", "-o", "yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Follower_ReadsAndWritesNothing_UntilItLeads()
    {
        await using var scene = await SourceScene.StartAsync(cluster, "following");
        scene.IsLeader = false;
        await scene.DeclareAsync("web", "{" + Server + ",'metrics':[{'name':'rps','query':'x'}]}");
        (await scene.MadeAsync("web")).Say(7);

        await scene.SeesAsync("rps", "7");
        Assert.Null((await scene.StatusAsync("web", _ => true)).Conditions);
        scene.IsLeader = true;
        await scene.ReadyAsync("web", SourceReason.Reading);
    }

    [KubectlFact]
    public async Task Describe_ShowsTheReason_AndOneEventForEachCause()
    {
        await using var scene = await SourceScene.StartAsync(cluster, "described");
        await scene.DeclareAsync("web", "{" + Server + ",'metrics':[{'name':'rps','query':'x'}]}");
        (await scene.MadeAsync("web")).Fail("connection refused");
        await scene.ReadyAsync("web", SourceReason.Failing);

        var described = await Eventually.GetAsync(
            async () => await cluster.KubectlAsync("-n", "described", "describe", "metricsource", "web") is var text
                && text.Contains("metric-source-controller", StringComparison.Ordinal) ? text : null,
            "an event");

        Assert.Matches(@"Warning +Failing +\S+ +metric-source-controller +connection refused", described);
        Assert.Matches(@"\nweb +False +Prometheus +1 +\S+ +connection refused\n", await cluster.KubectlAsync("-n", "described", "get", "msrc"));
    }
}

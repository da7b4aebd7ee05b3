using Autoscale.Kubernetes.Client;
using Autoscale.Testing;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Tests.Control;

public sealed class VerticalControllerTests
{
    [Fact]
    public async Task Run_UsageComesIn_WritesRecommendationAndConditions()
    {
        await using var cluster = await VpaCluster.StartAsync();
        await cluster.AddDeploymentAsync("web");
        await cluster.AddPodAsync("web", "web-1");
        await cluster.AddVpaAsync("web");
        await using var vertical = await VerticalFixture.StartAsync(cluster);
        vertical.Use("web-1", "300m", "200Mi");

        await vertical.TickAsync("web");

        var vpa = await cluster.VpaAsync("web", status => status.Recommendation is { ContainerRecommendations.Count: 1 });
        var container = Assert.Single(vpa.Status.Recommendation!.ContainerRecommendations);
        Assert.Equal("app", container.ContainerName);
        Assert.InRange(container.Target!["cpu"].MilliValue, 300, 400);
        Assert.InRange(container.Target!["memory"].Value, 200L << 20, 260L << 20);
        Assert.Equal(["RecommendationProvided=True"], vpa.Status.Conditions.Select(one => $"{one.Type}={one.Status}"));
        Assert.Equal(vpa.Metadata.Generation, vpa.Status.ObservedGeneration);
    }

    [Fact]
    public async Task Run_NothingMoves_WritesNothing()
    {
        await using var cluster = await VpaCluster.StartAsync();
        await cluster.AddDeploymentAsync("web");
        await cluster.AddVpaAsync("web");
        await using var vertical = await VerticalFixture.StartAsync(cluster);
        await cluster.VpaAsync("web", status => status.Conditions.Any(one => one.Type == "NoPodsMatched"));
        await vertical.TickAsync("web");
        cluster.Requests.Clear();

        await vertical.TickAsync("web");
        await vertical.TickAsync("web");

        Assert.DoesNotContain(cluster.Requests, one => one.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_PodsWithoutUsage_SaysSoAndRecommendsNothing()
    {
        await using var cluster = await VpaCluster.StartAsync();
        await cluster.AddDeploymentAsync("web");
        await cluster.AddPodAsync("web", "web-1");
        await cluster.AddVpaAsync("web");
        await using var vertical = await VerticalFixture.StartAsync(cluster);

        var missing = await cluster.VpaAsync("web", status => Has(status, OwnConditions.UsageMissing));
        vertical.Use("web-1", "300m", "200Mi");
        await vertical.TickAsync("web");
        var there = await cluster.VpaAsync("web", status => status.Recommendation is { ContainerRecommendations.Count: 1 });

        Assert.Empty(missing.Status.Recommendation?.ContainerRecommendations ?? []);
        Assert.Contains("none of the 1 pods has usage", Message(missing, OwnConditions.UsageMissing), StringComparison.Ordinal);
        Assert.False(Has(there.Status, OwnConditions.UsageMissing));
    }

    [Fact]
    public async Task Run_TargetComesLater_SaysUnsupportedUntilThen()
    {
        await using var cluster = await VpaCluster.StartAsync();
        await cluster.AddVpaAsync("web");
        await using var vertical = await VerticalFixture.StartAsync(cluster);

        var unsupported = await cluster.VpaAsync("web", status => Has(status, "ConfigUnsupported"));
        await cluster.AddDeploymentAsync("web");
        var supported = await cluster.VpaAsync("web", status => !Has(status, "ConfigUnsupported"));

        Assert.Equal("Cannot read targetRef. Reason: Deployment default/web does not exist", Message(unsupported, "ConfigUnsupported"));
        Assert.Equal("No pods match this VPA object", Message(supported, "NoPodsMatched"));
    }

    [Fact]
    public async Task Run_TwoAutoscalersOfOneTarget_TheLaterByNameSaysThatItDoesNotDecide()
    {
        await using var cluster = await VpaCluster.StartAsync();
        await cluster.AddDeploymentAsync("web");
        await cluster.AddPodAsync("web", "web-1");
        await cluster.AddVpaAsync("a", "web", "Initial");
        await cluster.AddVpaAsync("b", "web", "Initial");
        await cluster.AddVpaAsync("c", "web", "Off");
        await using var vertical = await VerticalFixture.StartAsync(cluster);

        var loser = await cluster.VpaAsync("b", status => Has(status, OwnConditions.Superseded));
        await vertical.TickAsync("a");
        await vertical.NoteAsync("c", note => note.Pods == 1);

        Assert.StartsWith("the autoscaler a has the same target", Message(loser, OwnConditions.Superseded), StringComparison.Ordinal);
        Assert.False(Has((await cluster.VpaAsync("a")).Status, OwnConditions.Superseded));
        Assert.False(Has((await cluster.VpaAsync("c")).Status, OwnConditions.Superseded));
    }

    [Fact]
    public async Task Run_RecommenderOfAName_HandlesOnlyWhoNamesIt()
    {
        await using var cluster = await VpaCluster.StartAsync();
        await cluster.AddDeploymentAsync("web");
        await cluster.AddVpaAsync("plain", "web");
        await cluster.AddVpaAsync("named", "web", more: ""","recommenders":[{"name":"other"}]""");
        await using var vertical = await VerticalFixture.StartAsync(cluster, new() { RecommenderName = "other" });

        await cluster.VpaAsync("named", status => Has(status, "NoPodsMatched"));
        await vertical.TickAsync("named");

        Assert.Null(vertical.Book.Find("default", "plain"));
        Assert.Empty((await cluster.VpaAsync("plain")).Status.Conditions);
    }

    [Fact]
    public async Task Run_Observing_RecommendsAndWritesNothing()
    {
        await using var cluster = await VpaCluster.StartAsync();
        await cluster.AddDeploymentAsync("web");
        await cluster.AddPodAsync("web", "web-1");
        await cluster.AddVpaAsync("web");
        await using var vertical = await VerticalFixture.StartAsync(cluster, new() { Mode = VerticalMode.Observe });
        vertical.Use("web-1", "300m", "200Mi");
        cluster.Requests.Clear();

        await vertical.TickAsync("web");
        await vertical.NoteAsync("web", note => note is { IsProvided: true, IsObserved: true });
        await vertical.StopAsync();

        Assert.All(cluster.Requests, one => Assert.StartsWith("GET", one, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_DefinitionsComeLater_HandlesAutoscalersOnceTheyAreThere()
    {
        await using var cluster = await VpaCluster.StartAsync(isDefined: false);
        await using var vertical = await VerticalFixture.StartAsync(cluster);
        await cluster.DefineAsync();
        await cluster.AddVpaAsync("web");

        // Definitions are looked for every few seconds of the virtual time.
        await Eventually.TrueAsync(
            () =>
            {
                vertical.Time.Advance(TimeSpan.FromSeconds(3));
                return Task.FromResult(vertical.Book.Find("default", "web") is not null);
            },
            "the autoscaler to be looked at");
        Assert.True(vertical.Controller.IsReady);
    }

    [Fact]
    public async Task Run_ApiHangsForTargetsOfACustomKind_LooksAtTheOthersAfterHalfAMinute()
    {
        await using var cluster = await VpaCluster.StartAsync();
        await cluster.AddDeploymentAsync("a");
        await cluster.AddVpaAsync("a");
        foreach (var name in new[] { "b", "c", "d", "e", "f" })
        {
            await cluster.AddVpaAsync(name, kind: "example.com/v1/Farm");
        }

        cluster.Hangs = IsOfFarms;
        await using var vertical = await VerticalFixture.StartAsync(cluster, new() { Workers = 1 });
        await Eventually.TrueAsync(() => Task.FromResult(cluster.Requests.Any(IsOfFarms)), "a target to be asked for");

        vertical.Time.Advance(TimeSpan.FromSeconds(30));

        await vertical.NoteAsync("a", note => note.Time >= vertical.Time.GetUtcNow());

        static bool IsOfFarms(string asked) => asked.Contains("example.com", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ContainerIsKilledForItsMemory_RecommendsMoreAtOnce()
    {
        await using var cluster = await VpaCluster.StartAsync();
        await cluster.AddDeploymentAsync("web");
        await cluster.AddPodAsync("web", "web-1");
        await cluster.AddVpaAsync("web");
        await using var vertical = await VerticalFixture.StartAsync(cluster);
        await cluster.PatchAsync(Pod("web-1"), Statuses(0, """{"running":{"startedAt":"2026-03-02T07:00:00Z"}}"""));
        vertical.Use("web-1", "300m", "100Mi");
        await vertical.TickAsync("web");
        var before = await cluster.VpaAsync("web", status => status.Recommendation is { ContainerRecommendations.Count: 1 });

        await cluster.PatchAsync(Pod("web-1"), Statuses(0, """{"terminated":{"reason":"OOMKilled","exitCode":137,"finishedAt":"2026-03-02T08:00:30Z"}}"""));

        var after = await cluster.VpaAsync("web", status => Memory(status) > Memory(before.Status));
        Assert.InRange(Memory(after.Status), 200L << 20, 300L << 20);
    }

    private static KubeRoute Pod(string name) => KubeRoute.Pods.Of("default", name).Sub("status");

    private static string Statuses(int restarts, string state) =>
        """{"status":{"containerStatuses":[{"name":"app","image":"app","imageID":"","ready":true,"restartCount":RESTARTS,"state":STATE}]}}"""
            .Replace("RESTARTS", $"{restarts}", StringComparison.Ordinal).Replace("STATE", state, StringComparison.Ordinal);

    private static long Memory(VpaStatus status) => status.Recommendation?.ContainerRecommendations[0].Target?["memory"].Value ?? 0;

    private static bool Has(VpaStatus status, string type) => status.Conditions.Any(one => one.Type == type && one.Status == "True");

    private static string? Message(VerticalPodAutoscaler vpa, string type) => vpa.Status.Conditions.First(one => one.Type == type).Message;
}

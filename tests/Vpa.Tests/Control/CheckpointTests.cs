using System.Text.Json.Nodes;
using Autoscale.Testing;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Persisting;

namespace Autoscale.Vpa.Tests.Control;

public sealed class CheckpointTests
{
    private static readonly VerticalOptions Hasty = new()
    {
        Checkpoints = new() { Rest = TimeSpan.FromMinutes(1), CollectionInterval = TimeSpan.FromMinutes(1) },
    };

    [Fact]
    public async Task Write_UsageCameIn_MakesCheckpointAsUpstreamReadsIt()
    {
        await using var cluster = await WithWebAsync();
        await using var vertical = await VerticalFixture.StartAsync(cluster, Hasty);
        vertical.Use("web-1", "300m", "200Mi");
        await vertical.TickAsync("web");
        await vertical.TickAsync("web");

        var made = await CheckpointAsync(vertical, _ => true);
        var raw = await cluster.RawAsync(VerticalPodAutoscalerCheckpoint.Route.Of("default", "web-app"));

        Assert.Equal(("web", "app"), (made.Spec.VpaObjectName, made.Spec.ContainerName));
        Assert.Equal(("v3", 1L), (made.Status.Version, made.Status.TotalSamplesCount));
        Assert.Equal("""{"18":10000}""", raw["status"]!["cpuHistogram"]!["bucketWeights"]!.ToJsonString());
        Assert.EndsWith("Z", (string?)raw["status"]!["cpuHistogram"]!["referenceTimestamp"], StringComparison.Ordinal);
        Assert.Null(raw["status"]!["memoryHistogram"]!["bucketWeights"]);
        Assert.Contains("web-1", made.Metadata.Annotations![OpenWindowText.Annotation], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_NothingMoreIsKnown_WritesNothing()
    {
        await using var cluster = await WithWebAsync();
        await using var vertical = await VerticalFixture.StartAsync(cluster, Hasty);
        vertical.Use("web-1", "300m", "200Mi");
        await vertical.TickAsync("web");
        await vertical.TickAsync("web");
        await CheckpointAsync(vertical, _ => true);
        await vertical.TickAsync("web");
        cluster.Requests.Clear();

        await vertical.TickAsync("web");
        await vertical.TickAsync("web");

        Assert.DoesNotContain(cluster.Requests, one => one.Contains("checkpoints", StringComparison.Ordinal) && !one.StartsWith("GET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restore_UpstreamsCheckpoint_RecommendsFromItWithoutUsage()
    {
        await using var cluster = await WithWebAsync();
        await AddCheckpointAsync(cluster, "web-app", "v3", """{"20":10000}""", samples: 3000);

        await using var vertical = await VerticalFixture.StartAsync(cluster);

        var vpa = await cluster.VpaAsync("web", status => status.Recommendation is { ContainerRecommendations.Count: 1 });
        Assert.InRange(vpa.Status.Recommendation!.ContainerRecommendations[0].Target!["cpu"].MilliValue, 300, 500);
    }

    [Theory]
    [InlineData("v2", """{"20":10000}""", "unsupported checkpoint version v2")]
    [InlineData("v3", """{"400":10000}""", "checkpoint has bucket 400")]
    public async Task Restore_UnreadableCheckpoint_IsNamedAndLeftAlone(string version, string weights, string because)
    {
        await using var cluster = await WithWebAsync();
        await AddCheckpointAsync(cluster, "web-app", version, weights, samples: 3000);
        await using var vertical = await VerticalFixture.StartAsync(cluster, Hasty);
        vertical.Use("web-1", "300m", "200Mi");
        await vertical.TickAsync("web");
        await vertical.TickAsync("web");

        var vpa = await cluster.VpaAsync("web", status => status.Recommendation is { ContainerRecommendations.Count: 1 });

        var said = Assert.Single(vpa.Status.Conditions, one => one.Type == OwnConditions.CheckpointIgnored);
        Assert.StartsWith($"checkpoint web-app: {because}", said.Message, StringComparison.Ordinal);
        Assert.Equal(version, Assert.Single(await cluster.CheckpointsAsync()).Status.Version);
    }

    [Fact]
    public async Task Write_MoreIsKnownThanAnUnreadableCheckpointHolds_OverwritesIt()
    {
        await using var cluster = await WithWebAsync();
        await AddCheckpointAsync(cluster, "web-app", "v2", """{"20":10000,"21":5}""", samples: 2);
        await using var vertical = await VerticalFixture.StartAsync(cluster, Hasty);
        for (var minute = 0; minute < 4; minute++)
        {
            vertical.Use("web-1", "300m", "200Mi");
            await vertical.TickAsync("web");
        }

        var written = await CheckpointAsync(vertical, one => one.Status.Version == "v3");

        Assert.Equal([18], written.Status.CpuHistogram.BucketWeights!.Keys);
        await Eventually.TrueAsync(
            async () =>
            {
                await vertical.TickAsync("web");
                return (await cluster.VpaAsync("web")).Status.Conditions.All(one => one.Type != OwnConditions.CheckpointIgnored);
            },
            "the condition to go");
    }

    [Fact]
    public async Task Write_NameOfAnother_TakesOneOfItsOwn()
    {
        await using var cluster = await WithWebAsync();
        await AddCheckpointAsync(cluster, "web-app", "v3", """{"20":10000}""", samples: 3, vpa: "we", container: "b-app");
        await cluster.AddVpaAsync("we", "web");
        await using var vertical = await VerticalFixture.StartAsync(cluster, Hasty);
        vertical.Use("web-1", "300m", "200Mi");
        await vertical.TickAsync("web");
        await vertical.TickAsync("web");

        var own = await CheckpointAsync(vertical, one => (one.Spec.VpaObjectName, one.Spec.ContainerName) == ("web", "app"));

        Assert.StartsWith("web-app-", own.Metadata.Name, StringComparison.Ordinal);
        Assert.Contains(await cluster.CheckpointsAsync(), one => one.Metadata.Name == "web-app" && one.Spec.VpaObjectName == "we");
    }

    [Fact]
    public async Task Collect_AutoscalerIsGone_DeletesItsCheckpointsAndNoOthers()
    {
        await using var cluster = await WithWebAsync();
        await AddCheckpointAsync(cluster, "web-app", "v3", """{"20":10000}""", samples: 3);
        await AddCheckpointAsync(cluster, "gone-app", "v3", """{"20":10000}""", samples: 3, vpa: "gone");
        await using var vertical = await VerticalFixture.StartAsync(cluster, Hasty);

        await Eventually.TrueAsync(
            async () =>
            {
                await vertical.TickAsync("web");
                return (await cluster.CheckpointsAsync()).All(one => one.Spec.VpaObjectName != "gone");
            },
            "the checkpoint to be deleted");

        Assert.Contains(await cluster.CheckpointsAsync(), one => one.Metadata.Name == "web-app");
    }

    [Fact]
    public async Task Run_StoppedWhileTheApiIsDown_Ends()
    {
        await using var cluster = await WithWebAsync();
        var vertical = await VerticalFixture.StartAsync(cluster, Hasty);
        vertical.Use("web-1", "300m", "200Mi");
        await vertical.TickAsync("web");
        cluster.IsDown = _ => true;

        await vertical.TickAsync("web");
        var stopping = vertical.DisposeAsync();

        await stopping.AsTask().WaitAsync(TimeSpan.FromSeconds(90));
        Assert.True(stopping.IsCompletedSuccessfully);
    }

    private static async Task<VpaCluster> WithWebAsync()
    {
        var cluster = await VpaCluster.StartAsync();
        await cluster.AddDeploymentAsync("web");
        await cluster.AddPodAsync("web", "web-1");
        await cluster.AddVpaAsync("web");
        return cluster;
    }

    // Which of the loops takes notice of a moment first is nobody's promise: time goes on until it is there.
    private static Task<VerticalPodAutoscalerCheckpoint> CheckpointAsync(VerticalFixture vertical, Func<VerticalPodAutoscalerCheckpoint, bool> claim) =>
        Eventually.GetAsync(
            async () =>
            {
                await vertical.TickAsync("web");
                return (await vertical.Cluster.CheckpointsAsync()).FirstOrDefault(claim);
            },
            "a checkpoint");

    private static Task AddCheckpointAsync(
        VpaCluster cluster, string name, string version, string weights, int samples, string vpa = "web", string container = "app")
    {
        var histogram = new JsonObject { ["referenceTimestamp"] = "2026-03-02T00:00:00Z", ["bucketWeights"] = JsonNode.Parse(weights), ["totalWeight"] = 100 };
        var checkpoint = new JsonObject
        {
            ["apiVersion"] = "autoscaling.k8s.io/v1",
            ["kind"] = "VerticalPodAutoscalerCheckpoint",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject { ["vpaObjectName"] = vpa, ["containerName"] = container },
            ["status"] = new JsonObject
            {
                ["version"] = version,
                ["firstSampleStart"] = "2026-02-26T00:00:00Z",
                ["lastSampleStart"] = "2026-03-02T07:00:00Z",
                ["totalSamplesCount"] = samples,
                ["cpuHistogram"] = histogram,
                ["memoryHistogram"] = histogram.DeepClone(),
            },
        };
        return cluster.CreateAsync(VerticalPodAutoscalerCheckpoint.Route.In("default"), checkpoint.ToJsonString());
    }
}

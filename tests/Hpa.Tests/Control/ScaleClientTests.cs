using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Client;

namespace Autoscale.Hpa.Tests.Control;

public sealed class ScaleClientTests
{
    private static readonly KubeRoute Web = new("apps", "v1", "deployments", "default", "web", "scale");

    [Fact]
    public async Task Write_SomebodyWasFirst_ReadsAgainAndWrites()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddDeploymentAsync("web", 4);
        var stale = await cluster.ScaleOfAsync("web");
        await cluster.PatchAsync(Web with { Subresource = "" }, """{"metadata":{"labels":{"changed":"meanwhile"}}}""");

        var result = await new ScaleClient(cluster.Client, TimeProvider.System).WriteAsync(Web, stale, 9, CancellationToken.None);

        Assert.Equal((true, 9), (result.Succeeded, (await cluster.ScaleOfAsync("web")).Spec.Replicas));
    }

    [Fact]
    public async Task Write_TargetGone_TellsTheApisError()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddDeploymentAsync("web", 4);
        var scale = await cluster.ScaleOfAsync("web");
        await cluster.Client.DeleteAsync(Web with { Subresource = "" });

        var result = await new ScaleClient(cluster.Client, TimeProvider.System).WriteAsync(Web, scale, 9, CancellationToken.None);

        Assert.Equal("deployments.apps \"web\" not found", result.Error);
    }

    [Fact]
    public async Task WriteStatus_NothingReadAnyMore_RemovesTheOldReadings()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.AddAutoscalerAsync("web");
        var scales = new ScaleClient(cluster.Client, TimeProvider.System);
        var hpa = await cluster.AutoscalerAsync("web");
        await scales.WriteStatusAsync(hpa, new() { CurrentReplicas = 2, LastScaleTime = Some.Now, CurrentMetrics = [new()] }, CancellationToken.None);

        var after = await scales.WriteStatusAsync(hpa, new() { CurrentReplicas = 3 }, CancellationToken.None);

        Assert.Equal((3, 0, null), (after.Status.CurrentReplicas, after.Status.CurrentMetrics?.Count ?? 0, after.Status.LastScaleTime));
    }
}

using System.Net;
using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.Testing;

namespace Autoscale.Hpa.Tests.Control;

public sealed class ScaleClientTests
{
    private static readonly KubeRoute Web = new("apps", "v1", "deployments", "default", "web", "scale");

    private static readonly Dictionary<string, (HttpStatusCode, string)> Discovery = new()
    {
        ["/apis/apps"] = (HttpStatusCode.OK, """{"versions":[{"version":"v1"}]}"""),
        ["/apis/apps/v1"] = (HttpStatusCode.OK, """{"resources":[{"name":"deployments","kind":"Deployment"}]}"""),
    };

    private static readonly HorizontalPodAutoscaler Autoscaler = new()
    {
        Metadata = new() { Namespace = "default", Name = "web" },
        Spec = new() { ScaleTargetRef = new() { ApiVersion = "apps/v1", Kind = "Deployment", Name = "web" } },
    };

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
    public async Task Read_ServerHangs_FailsAfterTenSeconds()
    {
        var time = new VirtualTimeProvider(Some.Now);
        using var client = ClientOf(new(Discovery));
        var reading = new ScaleClient(client, time).ReadAsync(Autoscaler, CancellationToken.None);

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(new(ScaleFailureKind.Unreadable, "the server did not answer within 10 s"), (await reading).Failure);
    }

    [Fact]
    public async Task Write_ServerHangs_FailsAfterTenSeconds()
    {
        var time = new VirtualTimeProvider(Some.Now);
        using var client = ClientOf(new([]));
        var writing = new ScaleClient(client, time).WriteAsync(Web, new(), 9, CancellationToken.None);

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("the server did not answer within 10 s", (await writing).Error);
    }

    [Theory]
    [InlineData("""{"reason":"NotFound","message":"no such page","code":404}""", 2)]
    [InlineData("""{"reason":"NotFound","message":"no such one","code":404,"details":{"name":"web"}}""", 1)]
    public async Task Read_ResourceIsNotWhereItWas_LooksForItAgain(string refusal, int discoveries)
    {
        var api = new StubScales(new(Discovery) { [Web.Path] = (HttpStatusCode.NotFound, refusal) });
        using var client = ClientOf(api);
        var scales = new ScaleClient(client, TimeProvider.System);

        await scales.ReadAsync(Autoscaler, CancellationToken.None);
        await scales.ReadAsync(Autoscaler, CancellationToken.None);

        Assert.Equal(discoveries, api.Asked.Count(path => path == "/apis/apps"));
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

    private static KubeClient ClientOf(StubScales api) => new(new() { Server = new("http://api.test/") }, new() { Transport = api });
}

using System.Text;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Testing;
using Autoscale.Tests.Sources;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Tests.Vertical;

/// <summary>What the horizontal autoscaler is told of requests, with autoscalers and workloads of a local cluster.</summary>
public sealed class VerticalRequestsTests(DefinedCluster cluster) : IClassFixture<DefinedCluster>, IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private Task _running = Task.CompletedTask;

    [Fact]
    public async Task Find_RightSizedTarget_GivesItsTemplate()
    {
        await DeployAsync("web", "500m");
        await AutoscaleAsync("web", "InPlaceOrRecreate", isRecommended: true);
        var requests = await StartAsync("web");

        var basis = requests.Find(KeyOf("web"), "cpu", "");

        Assert.Equal(("VerticalPodAutoscaler web", "Deployment web", null), (basis?.Owner, basis?.Target, basis?.Problem));
        Assert.True(basis?.Template?.Requests("cpu", "app"));
        Assert.Null(requests.Find(KeyOf("web"), "memory", ""));
        Assert.Same(basis, requests.Find(KeyOf("web"), "cpu", "app"));
    }

    [Theory]
    [InlineData("off", "Off", true)]
    [InlineData("fresh", "Recreate", false)]
    public async Task Find_RequestsAreTheTemplatesStill_GivesNothing(string name, string mode, bool isRecommended)
    {
        await DeployAsync(name, "500m");
        await AutoscaleAsync(name, mode, isRecommended);
        var requests = await StartAsync(name);

        Assert.Null(requests.Find(KeyOf(name), "cpu", ""));
    }

    [Fact]
    public async Task Find_TargetIsMissing_NamesNothingAndSaysWhy()
    {
        await AutoscaleAsync("lost", "Recreate", isRecommended: true);
        var requests = await StartAsync("lost");

        var basis = requests.Find(KeyOf("lost"), "cpu", "");

        Assert.Equal("deployments.apps \"lost\" not found", basis?.Problem);
        Assert.False(basis?.Template?.Requests("cpu", ""));
    }

    [Fact]
    public async Task Find_AutoscalerGoes_GivesNothingAnyLonger()
    {
        await DeployAsync("short", "500m");
        await AutoscaleAsync("short", "Recreate", isRecommended: true);
        var requests = await StartAsync("short");
        Assert.NotNull(requests.Find(KeyOf("short"), "cpu", ""));

        await cluster.Client.DeleteAsync(VerticalPodAutoscaler.Route.Of("shop", "short"));

        await Eventually.TrueAsync(() => Task.FromResult(requests.Find(KeyOf("short"), "cpu", "") is null), "the autoscaler to be forgotten");
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private static ObjectKey KeyOf(string name) => new("apps", "Deployment", "shop", name);

    private async Task<VerticalRequests> StartAsync(string target)
    {
        var (client, time) = (cluster.Client, TimeProvider.System);
        var informer = new Informer<VerticalPodAutoscaler>(
            client, VerticalPodAutoscaler.Route, VerticalPodAutoscaler.JsonType, new() { Random = new Random(1), Time = time }, NullLogger<Informer<VerticalPodAutoscaler>>.Instance);
        var defined = new DefinedInformer<VerticalPodAutoscaler>(
            client, VerticalPodAutoscaler.Route, informer, time, NullLogger<DefinedInformer<VerticalPodAutoscaler>>.Instance);
        var templates = new TargetTemplates(client, time, NullLogger<TargetTemplates>.Instance);
        var requests = new VerticalRequests(defined, templates, time, NullLogger<VerticalRequests>.Instance);
        _running = Task.WhenAll(defined.RunAsync(_end.Token), templates.RunAsync(_end.Token));
        await requests.WaitUntilKnownAsync([KeyOf(target)], default);
        return requests;
    }

    private Task<byte[]> DeployAsync(string name, string cpu) => cluster.Client.CreateRawAsync(new KubeRoute("apps", "v1", "deployments", "shop"), Json(
        """
        {"metadata":{"name":"NAME"},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"NAME"}},
         "template":{"metadata":{"labels":{"app":"NAME"}},"spec":{"containers":[{"name":"app","image":"app","resources":{"requests":{"cpu":"CPU"}}}]}}}}
        """.Replace("NAME", name, StringComparison.Ordinal).Replace("CPU", cpu, StringComparison.Ordinal)));

    // For CPU alone.
    private async Task AutoscaleAsync(string name, string mode, bool isRecommended)
    {
        await cluster.Client.CreateRawAsync(VerticalPodAutoscaler.Route.In("shop"), Json(
            """
            {"metadata":{"name":"NAME"},"spec":{"targetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"NAME"},"updatePolicy":{"updateMode":"MODE"},
             "resourcePolicy":{"containerPolicies":[{"containerName":"*","controlledResources":["cpu"]}]}}}
            """.Replace("NAME", name, StringComparison.Ordinal).Replace("MODE", mode, StringComparison.Ordinal)));
        if (isRecommended)
        {
            await cluster.Client.PatchRawAsync(VerticalPodAutoscaler.Route.Of("shop", name).Sub("status"), KubePatch.Merge(Json(
                """{"status":{"recommendation":{"containerRecommendations":[{"containerName":"app","target":{"cpu":"90m"}}]}}}""")));
        }
    }

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);
}

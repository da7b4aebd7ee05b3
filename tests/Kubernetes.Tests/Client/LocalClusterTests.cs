using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Kubernetes.Tests.Client;

/// <summary>The client against a whole API server over TLS.</summary>
public sealed class LocalClusterTests : IAsyncLifetime
{
    private static readonly KubeRoute Deployments = new("apps", "v1", "deployments", "default");
    private static readonly KubeRoute Pods = KubeRoute.Pods.In("default");

    private readonly LocalClusterHost _host = new(new());
    private readonly TemporaryFolder _folder = new();
    private KubeClient? _client;

    private KubeClient Client => _client ?? throw new InvalidOperationException("not started");

    public async Task InitializeAsync()
    {
        await _host.StartAsync(default);
        _client = new(KubeConfig.Load(new() { Path = _folder.Write("config", _host.Kubeconfig()) }), new());
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        _folder.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task ListAsync_SmallPages_FindsEverySelectedObject()
    {
        for (var i = 0; i < 7; i++)
        {
            await CreatePodAsync($"p{i}", i % 2 == 0 ? "web" : "api");
        }

        var all = await Client.ListAsync(Pods, new() { PageSize = 2 }, KubeJson.Default.Pod);
        var web = await Client.ListAsync(Pods, new() { PageSize = 3, LabelSelector = "app in (web)" }, KubeJson.Default.Pod);

        Assert.Equal(["p0", "p1", "p2", "p3", "p4", "p5", "p6"], all.Items.Select(pod => pod.Metadata.Name));
        Assert.Equal(["p0", "p2", "p4", "p6"], web.Items.Select(pod => pod.Metadata.Name));
    }

    [Fact]
    public async Task PatchAsync_ScaleSubresource_ChangesTheReplicas()
    {
        await Client.CreateRawAsync(Deployments, Encoding.UTF8.GetBytes("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"web"}},
             "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """));
        var scale = Deployments.Of("default", "web").Sub("scale");

        var patched = await Client.PatchAsync(scale, KubePatch.Merge("""{"spec":{"replicas":4}}"""u8.ToArray()), KubeJson.Default.Scale);
        var read = await Client.GetAsync(scale, KubeJson.Default.Scale);

        Assert.Equal((4, 4, "app=web"), (patched.Spec.Replicas, read.Spec.Replicas, read.Status.Selector));
    }

    [Fact]
    public async Task PatchAsync_EachKindOfPatch_IsUnderstood()
    {
        await CreatePodAsync("a", "web");
        var route = Pods.Of("default", "a");

        await Client.PatchAsync(route, KubePatch.Merge("""{"metadata":{"labels":{"m":"1"}}}"""u8.ToArray()), KubeJson.Default.Pod);
        await Client.PatchAsync(route, KubePatch.Json("""[{"op":"add","path":"/metadata/labels/j","value":"2"}]"""u8.ToArray()), KubeJson.Default.Pod);
        var pod = await Client.PatchAsync(
            route, KubePatch.Strategic("""{"metadata":{"labels":{"s":"3"}}}"""u8.ToArray()), KubeJson.Default.Pod);

        Assert.Equal("app=web,j=2,m=1,s=3", LabelSelector.FromLabels(pod.Metadata.Labels).ToString());
    }

    [Fact]
    public async Task PatchAsync_StaleVersion_IsAConflict()
    {
        var created = await CreatePodAsync("a", "web");
        var patch = KubePatch.Merge(Encoding.UTF8.GetBytes(
            $$"""{"metadata":{"resourceVersion":"{{created.Metadata.ResourceVersion}}","labels":{"x":"y"} } }"""));
        await Client.PatchAsync(Pods.Of("default", "a"), patch, KubeJson.Default.Pod);

        var error = await Assert.ThrowsAsync<KubeError>(() => Client.PatchAsync(Pods.Of("default", "a"), patch, KubeJson.Default.Pod));

        Assert.True(error.IsConflict);
    }

    [Fact]
    public async Task Errors_OfTheServer_AreToldApart()
    {
        await CreatePodAsync("a", "web");

        var twice = await Assert.ThrowsAsync<KubeError>(() => CreatePodAsync("a", "web"));
        var absent = await Assert.ThrowsAsync<KubeError>(() => Client.GetAsync(Pods.Of("default", "b"), KubeJson.Default.Pod));

        Assert.Equal("pods \"a\" already exists", twice.Message);
        Assert.True(twice.IsAlreadyExists && !twice.IsConflict);
        Assert.Equal("pods \"b\" not found", absent.Message);
        Assert.Null(await Client.FindAsync(Pods.Of("default", "b"), KubeJson.Default.Pod));
    }

    [Fact]
    public async Task Informer_WithSelectorIndex_FollowsTheCluster()
    {
        var index = new SelectorIndex<string>(pod => pod.Metadata.Name);
        using var web = index.Register(new("autoscaling", "HorizontalPodAutoscaler", "default", "web"), LabelSelector.Parse("app=web"));
        var informer = new Informer<Pod>(
            Client, KubeRoute.Pods, KubeJson.Default.Pod, new() { Random = new(1), PageSize = 1 }, NullLogger<Informer<Pod>>.Instance);
        var changes = System.Threading.Channels.Channel.CreateUnbounded<int>();
        informer.Subscribe(change => changes.Writer.TryWrite(index.Apply(change).Length));
        using var stop = new CancellationTokenSource();
        await CreatePodAsync("a", "web");
        await CreatePodAsync("b", "api");

        var run = informer.RunAsync(stop.Token);
        await informer.WaitForSyncAsync(default);
        var listed = web.Pods.Select(entry => entry.Value).ToList();
        await CreatePodAsync("c", "web");
        await Client.DeleteAsync(Pods.Of("default", "a"));
        while (web.Pods is not [{ Value: "c" }])
        {
            await changes.Reader.ReadAsync();
        }

        await stop.CancelAsync();
        await run;

        Assert.Equal(["a"], listed);
    }

    private async Task<Pod> CreatePodAsync(string name, string app)
    {
        var json = $$"""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{name}}","labels":{"app":"{{app}}"} },"spec":{"containers":[{"name":"c","image":"i"}]} }
            """;
        var created = await Client.CreateRawAsync(Pods, Encoding.UTF8.GetBytes(json));
        return System.Text.Json.JsonSerializer.Deserialize(created, KubeJson.Default.Pod) ?? new();
    }
}

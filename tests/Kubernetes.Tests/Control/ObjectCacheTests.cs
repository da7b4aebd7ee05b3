using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Kubernetes.Tests.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Kubernetes.Tests.Control;

public sealed class ObjectCacheTests
{
    [Fact]
    public async Task Reads_AfterChangesOfOwnerAndDeletion_AgreeWithTheObjects()
    {
        var cache = await FilledAsync(
            """{"metadata":{"name":"a","namespace":"x","resourceVersion":"1","ownerReferences":[{"uid":"o1"}]}}""",
            """{"metadata":{"name":"b","namespace":"x","resourceVersion":"1","ownerReferences":[{"uid":"o1"},{"uid":"o2"}]}}""",
            """{"metadata":{"name":"a","namespace":"y","resourceVersion":"1"}}""");

        Assert.Equal(["a", "b"], Names(cache.OwnedBy("o1")));
        Assert.Equal(["b"], Names(cache.OwnedBy("o2")));
        Assert.Empty(cache.OwnedBy("o3"));
        Assert.Equal(["a", "b"], Names(cache.InNamespace("x")));
        Assert.Equal(3, cache.Count);
    }

    [Fact]
    public async Task Find_ByKey_MindsGroupAndKind()
    {
        var cache = await FilledAsync("""{"metadata":{"name":"a","namespace":"x"}}""");
        var pod = Assert.Single(cache.All);

        Assert.Equal(new ObjectKey("", "Pod", "x", "a"), cache.KeyOf(pod));
        Assert.Same(pod, cache.Find(new("", "Pod", "x", "a")));
        Assert.Null(cache.Find(new("", "Node", "x", "a")));
        Assert.Null(cache.Find("x", "b"));
    }

    private static IEnumerable<string> Names(IEnumerable<Pod> pods) => pods.Select(pod => pod.Metadata.Name).Order(StringComparer.Ordinal);

    private static async Task<ObjectCache<Pod>> FilledAsync(params string[] pods)
    {
        using var client = new StubApi().Answer($"{{\"metadata\":{{\"resourceVersion\":\"1\"}},\"items\":[{string.Join(',', pods)}]}}").Client();
        var informer = new Informer<Pod>(client, KubeRoute.Pods, KubeJson.Default.Pod, new() { Random = new(1) }, NullLogger<Informer<Pod>>.Instance);
        using var stop = new CancellationTokenSource();
        var run = informer.RunAsync(stop.Token);
        await informer.WaitForSyncAsync(default);
        await stop.CancelAsync();
        await run;
        return informer.Cache;
    }
}

using System.Text;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Metrics.Control;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

/// <summary>What kubectl shows of usage in several namespaces and on several nodes, and what reads it in place of the kubelets.</summary>
public sealed class ResourceMetricsApiTests(AggregatedCluster cluster) : IClassFixture<AggregatedCluster>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        await CreateAsync(new("", "v1", "namespaces"), """{"metadata":{"name":"shop"}}""");
        await CreateAsync(KubeRoute.Pods.In("shop"), """{"metadata":{"name":"c","labels":{"app":"c"}},"spec":{"containers":[{"name":"app","image":"x"}]}}""");
        await CreateAsync(KubeRoute.Nodes, """{"metadata":{"name":"node-2","labels":{"pool":"spot"}}}""");
        await cluster.Client.PatchAsync(
            KubeRoute.Nodes.Of("", "node-2").Sub("status"),
            KubePatch.Merge("""{"status":{"allocatable":{"cpu":"2","memory":"4Gi"},"capacity":{"cpu":"2","memory":"4Gi"}}}"""u8.ToArray()),
            Kubernetes.Models.KubeJson.Default.Node);
        cluster.Table.ReplaceNode(new NodePicture(
            "node-2",
            new NodeUsage("node-2", Some.Time, TimeSpan.FromSeconds(15.5), Quantity.Parse("1500m"), Quantity.Parse("512Mi")),
            [Some.Pod("c", "1200m", "shop")]));
        await Eventually.TrueAsync(
            async () => (await cluster.KubectlAsync("get --raw /apis/metrics.k8s.io/v1beta1/nodes")).Contains("node-2", StringComparison.Ordinal)
                && (await cluster.KubectlAsync("get --raw /apis/metrics.k8s.io/v1beta1/pods")).Contains("shop", StringComparison.Ordinal),
            "usage of what was created last");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [KubectlTheory]
    [InlineData("top pods -A --sort-by=cpu", "NAMESPACE NAME CPU(cores) MEMORY(bytes) | shop c 1200m 20Mi | demo b 252m 21Mi | demo a 102m 21Mi")]
    [InlineData("top pods -A --sort-by=memory --no-headers", "demo a 102m 21Mi | demo b 252m 21Mi | shop c 1200m 20Mi")]
    [InlineData("top pods -n demo --sum", "NAME CPU(cores) MEMORY(bytes) | a 102m 21Mi | b 252m 21Mi | ________ ________ | 353m 42Mi")]
    [InlineData("top pods -A --containers --sort-by=cpu", "NAMESPACE POD NAME CPU(cores) MEMORY(bytes) | shop c app 1200m 20Mi | demo b app 250m 20Mi | demo b log 2m 1Mi | demo a app 100m 20Mi | demo a log 2m 1Mi")]
    [InlineData("top pods -A -l app!=a", "NAMESPACE NAME CPU(cores) MEMORY(bytes) | demo b 252m 21Mi | shop c 1200m 20Mi")]
    [InlineData("top pods -A --field-selector metadata.namespace=shop", "NAMESPACE NAME CPU(cores) MEMORY(bytes) | shop c 1200m 20Mi")]
    [InlineData("top pod c -n shop --containers", "POD NAME CPU(cores) MEMORY(bytes) | c app 1200m 20Mi")]
    [InlineData("top nodes --sort-by=cpu", "NAME CPU(cores) CPU(%) MEMORY(bytes) MEMORY(%) | node-2 1500m 75% 512Mi 12% | node-1 500m 12% 1024Mi 12%")]
    [InlineData("top nodes -l pool=spot", "NAME CPU(cores) CPU(%) MEMORY(bytes) MEMORY(%) | node-2 1500m 75% 512Mi 12%")]
    [InlineData("get podmetrics -A", "NAMESPACE NAME CPU MEMORY WINDOW | demo a 101234567n 21Mi 15s | demo b 251234567n 21Mi 15s | shop c 1200m 20Mi 15s")]
    [InlineData("get nodes.metrics.k8s.io", "NAME CPU MEMORY WINDOW | node-1 500m 1Gi 15s | node-2 1500m 512Mi 15.5s")]
    [InlineData("get nodemetrics node-2", "NAME CPU MEMORY WINDOW | node-2 1500m 512Mi 15.5s")]
    [InlineData("top nodes none", "exit code 1: Error from server (NotFound): nodes \"none\" not found")]
    [InlineData("get podmetrics -n empty", "")]
    public async Task Kubectl_Question_IsAnsweredAsByMetricsServer(string arguments, string expected)
    {
        var output = await cluster.KubectlAsync(arguments);

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(expected, string.Join(" | ", lines));
    }

    [KubectlFact]
    public async Task KubectlGetRaw_UnknownField_IsRefusedAsByMetricsServer() =>
        Assert.Equal(
            "exit code 1: Error from server (BadRequest): \"spec.nodeName\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"\n",
            await cluster.KubectlAsync("get --raw /apis/metrics.k8s.io/v1beta1/pods?fieldSelector=spec.nodeName%3Da"));

    [Fact]
    public async Task Poll_OfThisApi_FillsATableAsKubeletsWould()
    {
        var table = new MetricTable();
        var poll = new ResourceMetricsPoll(cluster.Client, table, new MetricsOptions(), Some.Tools());
        using var end = new CancellationTokenSource();
        var running = poll.RunAsync(end.Token);

        await Eventually.TrueAsync(() => Task.FromResult(table.FindPod("shop", "c") is not null), "the usage of a pod");
        await end.CancelAsync();
        await Task.WhenAny(running);

        var pod = table.FindPod("demo", "a");
        Assert.Equal((Some.Time, TimeSpan.FromSeconds(15)), (pod?.Time, pod?.Window));
        Assert.Equal(("log", "1234567n", "1Mi"), (pod?.Containers[1].Name, pod?.Containers[1].Cpu.ToString(), pod?.Containers[1].Memory.ToString()));
        Assert.Equal(("1500m", TimeSpan.FromSeconds(15.5)), (table.FindNode("node-2")?.Cpu.ToString(), table.FindNode("node-2")?.Window));
    }

    private async Task CreateAsync(KubeRoute route, string json)
    {
        try
        {
            await cluster.Client.CreateRawAsync(route, Encoding.UTF8.GetBytes(json));
        }
        catch (KubeError error) when (error.IsAlreadyExists)
        {
            // Each test of the class looks at the same cluster.
            Assert.NotEmpty(json);
        }
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Testing;
using Autoscale.Vpa.Control;
using Microsoft.Extensions.Logging;

namespace Autoscale.EndToEnd.Tests.Vertical;

/// <summary>Both autoscalers on one workload of a local cluster: four pods that use 60m each, of 100m that their template asks for.</summary>
public sealed class TogetherTests : IAsyncLifetime
{
    private static readonly KubeRoute Vertical = new("autoscaling.k8s.io", "v1", "verticalpodautoscalers");
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();
    private LocalRun? _local;
    private ControllerRun? _controllers;
    private LocalMetrics? _metrics;

    private KubeClient Client => _controllers!.Client;

    [Fact]
    public async Task Requests_OfPodsAreHalved_ReplicasStayUntilNobodyRightSizesThem()
    {
        await DeclareAsync();
        await Eventually.TrueAsync(
            async () => await ConditionAsync() is ("True", "RequestsOfTemplate") && await UtilizationAsync() is > 55 and < 65 && await ReplicasAsync() == 4 && (await PodsAsync()).Count == 4,
            "utilization to be reckoned against the template",
            Limit);

        foreach (var pod in await PodsAsync())
        {
            await Client.PatchRawAsync(
                KubeRoute.Pods.Of(Objects.Namespace, (string)pod["metadata"]!["name"]!).Sub("resize"),
                KubePatch.Merge(Json("""{"spec":{"containers":[{"name":"main","image":"registry.k8s.io/pause:3.10","resources":{"requests":{"cpu":"50m","memory":"64Mi"}}}]}}""")));
        }

        await Eventually.TrueAsync(async () => (await PodsAsync()).All(HasHalf), "all pods to have 50m", Limit);
        Assert.Equal(4, await ReplicasAsync());

        // Against their own requests the pods use 120 %.
        await Client.DeleteAsync(Vertical.Of(Objects.Namespace, "web"));
        await Eventually.TrueAsync(async () => await ReplicasAsync() > 4 && await ConditionAsync() is null, "replicas to follow the pods' own requests", Limit);
    }

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        var (kubeconfig, often) = (Path.Combine(_folder.Path, "kubeconfig"), TimeSpan.FromSeconds(1));
        _local = await LocalRun.StartAsync(new LocalSettings { LogLevel = LogLevel.None }, default);
        await _local.WriteKubeconfigAsync(kubeconfig, default);
        var settings = new ControllerSettings
        {
            Cluster = KubeConfig.Load(new KubeConfigSource { Path = kubeconfig }),
            Metrics = new() { ScrapePeriod = often },
            Horizontal = new() { Mode = HorizontalMode.Active, SyncPeriod = often },
            Vertical = new() { Mode = VerticalMode.Active, Interval = often },
            LogLevel = LogLevel.None,
        };
        _controllers = await ControllerRun.StartAsync(settings, default);
        _metrics = await LocalMetrics.StartAsync(_local, _controllers, default);
    }

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        await (_metrics?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_controllers?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_local?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }

    // The mode Initial leaves running pods to this test.
    private async Task DeclareAsync()
    {
        await Objects.DeployAsync(Client, "web", 4, new JsonObject { ["autoscale.local/demand"] = "cpu=240m" });
        await Objects.AutoscaleAsync(Client, "web", (4, 20), Objects.CpuMetric(60));
        await Client.CreateRawAsync(Vertical.In(Objects.Namespace), Json(
            """{"metadata":{"name":"web"},"spec":{"targetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},"updatePolicy":{"updateMode":"Initial"}}}"""));
    }

    private async Task<IReadOnlyList<JsonNode>> PodsAsync() =>
        [.. (await Objects.ReadAsync(Client, "/api/v1/namespaces/default/pods"))["items"]!.AsArray().OfType<JsonNode>()];

    private Task<int> ReplicasAsync() => Objects.ReplicasAsync(Client, "web");

    private async Task<(string?, string?)?> ConditionAsync() =>
        (await Objects.AutoscalerAsync(Client, "web")).Status.Conditions.FirstOrDefault(one => one.Type == "FixedRequests") is { } found
            ? (found.Status, found.Reason)
            : null;

    private async Task<int?> UtilizationAsync() =>
        (await Objects.AutoscalerAsync(Client, "web")).Status.CurrentMetrics is [{ Resource: { } cpu }] ? cpu.Current.AverageUtilization : null;

    private static bool HasHalf(JsonNode pod) =>
        (string?)pod["status"]?["containerStatuses"]?[0]?["resources"]?["requests"]?["cpu"] == "50m";

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);
}

using System.Text;
using Autoscale.Hpa.Control;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.LocalCluster;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;
using Autoscale.Telemetry;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale.Tests.Telemetry;

/// <summary>What dashboards made for Kubernetes' own autoscaler find at /metrics once ours has scaled a deployment of a real API.</summary>
public sealed class HpaExpositionTests : IAsyncLifetime
{
    private const string Prefix = "horizontal_pod_autoscaler_controller_";

    private const string LastOfAScaleUp = $"{Prefix}reconciliation_duration_seconds_count{{action=\"scale_up\"";

    private const string Deployment = """
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {"replicas": 1,
          "selector": {"matchLabels": {"app": "web"}},
          "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": "web"}]}}}}
        """;

    private const string Autoscaler = """
        {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "shop"}, "spec": {"maxReplicas": 9,
          "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}, "metrics": [
            {"type": "External", "external": {"metric": {"name": "waiting"}, "target": {"type": "AverageValue", "averageValue": "10"}}},
            {"type": "External", "external": {"metric": {"name": "unknown"}, "target": {"type": "AverageValue", "averageValue": "10"}}}]}}
        """;

    private static readonly string[] UpstreamBuckets =
        ["0.001", "0.002", "0.004", "0.008", "0.016", "0.032", "0.064", "0.128", "0.256", "0.512", "1.024", "2.048", "4.096", "8.192", "16.384", "+Inf"];

    private readonly LocalClusterHost _cluster = new(new LocalClusterOptions());
    private readonly CancellationTokenSource _end = new();
    private ServiceProvider? _services;
    private Task _running = Task.CompletedTask;
    private string _exposed = "";

    public async Task InitializeAsync()
    {
        await _cluster.StartAsync(CancellationToken.None);
        _services = Compose();
        var exporter = _services.GetRequiredService<PrometheusExporter>();
        var client = _services.GetRequiredService<KubeClient>();
        await client.CreateRawAsync(new("apps", "v1", "deployments", "default"), Encoding.UTF8.GetBytes(Deployment));
        await client.CreateRawAsync(KubeRoute.HorizontalPodAutoscalers.In("default"), Encoding.UTF8.GetBytes(Autoscaler));
        var reading = Reading.Of(Quantity.FromLong(30), TimeProvider.System.GetUtcNow(), "test");
        _services.GetRequiredService<MetricTable>().OpenFeed("test", "waiting").Replace([new("", "waiting", SeriesLabels.None, reading)]);

        _running = _services.GetRequiredService<HorizontalController>().RunAsync(_end.Token);
        _exposed = await Eventually.GetAsync(
            () => Task.FromResult(exporter.Expose() is var text && text.Contains(LastOfAScaleUp) ? text : null), "a scale-up in the metrics");
    }

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        await _cluster.DisposeAsync();
        _end.Dispose();
    }

    [Fact]
    public void Reconciliations_BearUpstreamsNamesAndLabels()
    {
        Assert.Contains($"\n# TYPE {Prefix}reconciliations_total counter\n", _exposed);
        Assert.Contains($"\n{Prefix}reconciliations_total{{action=\"scale_up\",error=\"internal\"}} 1\n", _exposed);
        Assert.Contains($"\n{Prefix}metric_computation_total{{action=\"none\",error=\"internal\",metric_type=\"External\"}} ", _exposed);
        Assert.Contains($"\n{Prefix}metric_computation_total{{action=\"scale_up\",error=\"none\",metric_type=\"External\"}} ", _exposed);
    }

    [Fact]
    public void Durations_HaveUpstreamsBuckets()
    {
        Assert.Equal(UpstreamBuckets, BucketsOf($"{Prefix}reconciliation_duration_seconds_bucket{{action=\"scale_up\",error=\"internal\",le=\""));
        Assert.Equal(
            UpstreamBuckets,
            BucketsOf($"{Prefix}metric_computation_duration_seconds_bucket{{action=\"scale_up\",error=\"none\",metric_type=\"External\",le=\""));
    }

    [Fact]
    public void Autoscalers_AreGauges()
    {
        Assert.Contains($"\n# TYPE {Prefix}num_horizontal_pod_autoscalers gauge\n{Prefix}num_horizontal_pod_autoscalers 1\n", _exposed);
        Assert.Contains($"\n{Prefix}desired_replicas{{hpa_name=\"shop\",namespace=\"default\"}} 3\n", _exposed);
    }

    [PromtoolFact]
    public async Task Exposition_PleasesPromtool() => Assert.Equal("", await Promtool.CheckAsync(_exposed));

    private IEnumerable<string> BucketsOf(string start) =>
        from line in _exposed.Split('\n')
        where line.StartsWith(start, StringComparison.Ordinal)
        select line[start.Length..].Split('"')[0];

    private ServiceProvider Compose()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "config");
        File.WriteAllText(file, _cluster.Kubeconfig());
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new KubeClient(KubeConfig.Load(new() { Path = file }), new()))
            .AddSingleton<MetricTable>()
            .AddSingleton<Interest>()
            .AddSingleton(new PrometheusExporterOptions { Meters = ["Autoscale.*"] })
            .AddTelemetry()
            .AddHpa(new HorizontalOptions())
            .BuildServiceProvider();
    }
}

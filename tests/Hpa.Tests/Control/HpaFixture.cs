using System.Diagnostics.Metrics;
using Autoscale.Hpa.Control;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Hpa.Tests.Control;

/// <summary>The horizontal autoscaler over a cluster in this process: reconciled by hand, or running.</summary>
internal sealed class HpaFixture : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceProvider _services;
    private readonly SeriesFeed _feed;
    private Task _running = Task.CompletedTask;

    private HpaFixture(TestCluster cluster, HorizontalOptions options)
    {
        Cluster = cluster;
        _services = new ServiceCollection()
            .AddSingleton(cluster.Client)
            .AddSingleton<MetricTable>()
            .AddSingleton<Interest>()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddMetrics()
            .AddHpa(options)
            .BuildServiceProvider();
        _feed = Metrics.OpenFeed("broker", "queue");
    }

    public TestCluster Cluster { get; }

    public MetricTable Metrics => _services.GetRequiredService<MetricTable>();

    public DecisionBook Book => _services.GetRequiredService<DecisionBook>();

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public static async Task<HpaFixture> StartAsync(HorizontalOptions? options = null) => new(await TestCluster.StartAsync(), options ?? new());

    /// <summary>Publishes the length of the queue.</summary>
    public void Queue(long length) => _feed.Set(new ExternalSeries("default", "queue", SeriesLabels.None, Reading.Of(Quantity.FromLong(length), DateTimeOffset.UnixEpoch, "broker")));

    /// <summary>Publishes a length of the queue whose lifetime has long been over.</summary>
    public void StaleQueue(long length) => _feed.Set(new ExternalSeries(
        "default", "queue", SeriesLabels.None, Reading.Of(Quantity.FromLong(length), DateTimeOffset.UnixEpoch, "broker") with { ExpiresAt = DateTimeOffset.UnixEpoch.AddSeconds(10) }));

    /// <summary>Makes the queue's length absent.</summary>
    public void LoseQueue(string because) => _feed.Fail(because, DateTimeOffset.UnixEpoch);

    /// <summary>Starts the controller.</summary>
    public async Task RunAsync(LeaderLease? lease = null)
    {
        var controller = _services.GetRequiredService<HorizontalController>();
        _running = controller.RunAsync(lease, _stop.Token);
        await Eventually.TrueAsync(() => Task.FromResult(controller.IsReady), "the caches to be filled");
    }

    /// <summary>The autoscaler once its status satisfies the claim.</summary>
    public Task<HorizontalPodAutoscaler> AutoscalerAsync(string name, Func<HpaStatus, bool> claim) => Eventually.GetAsync(
        async () => await Cluster.AutoscalerAsync(name) is var hpa && claim(hpa.Status) ? hpa : null, $"the status of {name}");

    /// <summary>Returns once the deployment is to have so many replicas.</summary>
    public Task ReplicasAsync(string name, int replicas) => Eventually.TrueAsync(
        async () => (await Cluster.ScaleOfAsync(name)).Spec.Replicas == replicas, $"{replicas} replicas of {name}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _services.DisposeAsync();
        await Cluster.DisposeAsync();
        _stop.Dispose();
    }
}

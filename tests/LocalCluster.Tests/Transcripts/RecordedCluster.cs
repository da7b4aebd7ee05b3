using System.Diagnostics.Metrics;
using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Nodes;
using Autoscale.LocalCluster.Nodes.Brokers;
using Autoscale.LocalCluster.Workloads;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.LocalCluster.Tests.Transcripts;

/// <summary>A cluster as the recordings had it: served over TLS, with controllers and the autoscaler, without scheduler, nodes and metrics.</summary>
internal sealed class RecordedCluster : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TemporaryFolder _folder = new();
    private readonly InMemoryWorkBroker _broker = new();
    private ServiceProvider? _services;
    private ClusterRuntime? _runtime;
    private Task _autoscaler = Task.CompletedTask;

    public LocalClusterHost Host { get; } = new(new LocalClusterOptions());

    /// <summary>Where the autoscaler's metrics come from.</summary>
    public MetricTable Metrics => _services?.GetRequiredService<MetricTable>() ?? throw new InvalidOperationException("not started");

    public static async Task<RecordedCluster> StartAsync()
    {
        var cluster = new RecordedCluster();
        await cluster.Host.StartAsync(CancellationToken.None);
        cluster.Run();
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _autoscaler;
        await (_runtime?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _broker.DisposeAsync();
        await (_services?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Host.DisposeAsync();
        _folder.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        var kubeconfig = Path.Combine(_folder.Path, "config");
        File.WriteAllText(kubeconfig, Host.Kubeconfig());
        _services = new ServiceCollection()
            .AddSingleton(new KubeClient(KubeConfig.Load(new KubeConfigSource { Path = kubeconfig }), new KubeClientOptions()))
            .AddSingleton<MetricTable>()
            .AddSingleton<Interest>()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddMetrics()
            .AddHpa(new HorizontalOptions())
            .BuildServiceProvider();
        var loops = new ControlLoopServices(
            TimeProvider.System, new KubernetesTelemetry(_services.GetRequiredService<IMeterFactory>()), NullLogger<ControlLoop>.Instance);
        var nodes = new NodeOptions { Count = 0, Schedules = false, RunsPods = false };
        _runtime = new ClusterRuntime(
            Host.Api.Verbs, Host.Api.Kinds, new ClusterRuntimeOptions { Nodes = nodes, Broker = _broker, Certificate = Host.AuthorityPem }, loops);
        _runtime.Start();
        _autoscaler = _services.GetRequiredService<HorizontalController>().RunAsync(null, _stop.Token);
    }
}

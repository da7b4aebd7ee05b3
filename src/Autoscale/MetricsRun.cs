using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics;
using Autoscale.Metrics.Apis;
using Autoscale.Metrics.Control;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Autoscale;

/// <summary>All that reads metrics and hands them on in one process: sources, bus, reports, and the metrics APIs where they are served.</summary>
internal sealed class MetricsRun : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ControllerSettings _settings;
    private readonly ReportRun _reports;
    private ServedMetrics? _served;

    private MetricsRun(ServiceProvider services, ControllerSettings settings)
    {
        (_services, _settings) = (services, settings);
        _reports = new(services, settings.Reports);
    }

    /// <summary>What must run as long as this does.</summary>
    public IReadOnlyList<NamedLoop> Loops
    {
        get
        {
            List<NamedLoop> loops =
            [
                new("the informer of nodes", Nodes.RunAsync),
                new("metrics", ReadAsync),
                new("the sources of metrics", token => Sources.RunAsync(WritesStatus, token)),
                .. _reports.Loops,
                .. _served?.Loops ?? [],
            ];

            // Elsewhere the horizontal autoscaler follows the pods and asks for the lease.
            if (_settings.Horizontal.Mode == HorizontalMode.Off)
            {
                loops.Add(new("the informer of pods", _services.GetRequiredService<Informer<Pod>>().RunAsync));
                loops.AddRange(Lease is { } lease ? [new("the lease", token => lease.RunAsync(Idle, token))] : Array.Empty<NamedLoop>());
            }

            return loops;
        }
    }

    /// <summary>Why metrics are not read yet; null when they are.</summary>
    public string? WhyNotReady =>
        !Nodes.HasSynced ? "the cache of nodes is not filled yet"
        : !Sources.IsReady ? "the sources of metrics are not known yet"
        : _served?.WhyNotReady;

    private Informer<Node> Nodes => _services.GetRequiredService<Informer<Node>>();

    private MetricSourceController Sources => _services.GetRequiredService<MetricSourceController>();

    private LeaderLease? Lease => _services.GetService<LeaderLease>();

    /// <summary>What the metrics APIs of these services are served from.</summary>
    public static MetricsApiTools ToolsOf(IServiceProvider services) => new(
        services.GetRequiredService<KubeClient>(),
        services.GetRequiredService<MetricTable>(),
        services.GetRequiredService<Interest>(),
        ActivatorUtilities.CreateInstance<ControlLoopServices>(services),
        services.GetRequiredService<ILoggerFactory>())
    {
        Pods = services.GetRequiredService<Informer<Pod>>().Cache,
        Nodes = services.GetRequiredService<Informer<Node>>().Cache,
        Telemetry = services.GetRequiredService<MetricsTelemetry>(),
    };

    /// <summary>Begins to listen, before anything of it runs; throws <see cref="IOException"/> when a port is taken.</summary>
    public static async Task<MetricsRun> StartAsync(ServiceProvider services, ControllerSettings settings, CancellationToken cancellationToken)
    {
        var run = new MetricsRun(services, settings);
        try
        {
            run._served = settings.Serving is { } serving ? await ServedMetrics.StartAsync(services, serving, cancellationToken) : null;
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await (_served?.DisposeAsync() ?? ValueTask.CompletedTask);
        _reports.Dispose();
    }

    private static Task Idle(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, Composition.Clock, cancellationToken);

    // Of several the one that leads writes for all.
    private bool WritesStatus() => Lease is null or { IsLeader: true };

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var loops = _services.GetRequiredService<MetricsLoops>();
        await loops.StartAsync(cancellationToken);
        await (loops.ExecuteTask ?? Task.CompletedTask);
    }
}

using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics;
using Autoscale.Metrics.Apis;
using Autoscale.Telemetry;
using Autoscale.Vpa.Control;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Autoscale;

/// <summary>The running controllers of one cluster.</summary>
internal sealed partial class ControllerRun : IAsyncDisposable
{
    private readonly ControllerSettings _settings;
    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _stopping = new();
    private EmbeddedServer? _operations;
    private GovernanceRun? _governance;
    private MetricsRun? _metrics;
    private Task _work = Task.CompletedTask;

    private ControllerRun(ControllerSettings settings)
    {
        _settings = settings;
        _services = Composition.Controllers(settings);
    }

    /// <summary>Speaks to the cluster.</summary>
    public KubeClient Client => _services.GetRequiredService<KubeClient>();

    /// <summary>The newest readings.</summary>
    public MetricTable Table => _services.GetRequiredService<MetricTable>();

    /// <summary>The newest decisions.</summary>
    public DecisionBook Decisions => _services.GetRequiredService<DecisionBook>();

    /// <summary>The pods of the cluster.</summary>
    public ObjectCache<Pod> Pods => _services.GetRequiredService<Informer<Pod>>().Cache;

    /// <summary>The nodes of the cluster.</summary>
    public ObjectCache<Node> Nodes => _services.GetRequiredService<Informer<Node>>().Cache;

    /// <summary>What the metrics APIs are served from.</summary>
    public MetricsApiTools MetricsTools => MetricsRun.ToolsOf(_services);

    /// <summary>Runs until this is disposed of; fails with <see cref="LoopEndedException"/> as soon as one of the loops has ended.</summary>
    public Task Work => _work;

    /// <summary>Starts all loops; throws when a setting is out of range, the cluster does not answer, or the port is taken.</summary>
    public static async Task<ControllerRun> StartAsync(ControllerSettings settings, CancellationToken cancellationToken)
    {
        var run = new ControllerRun(settings);
        try
        {
            await run.Client.GetRawAsync("/version", cancellationToken);
            run._governance = settings.Governance is { } governance
                ? await GovernanceRun.StartAsync(run._services, governance, cancellationToken)
                : null;
            run._metrics = run.ReadsMetrics ? await MetricsRun.StartAsync(run._services, settings, cancellationToken) : null;
            if (settings.Listen is { } address)
            {
                run._operations = await OperationsServer.StartAsync(address, run._services, run.Checks(), cancellationToken);
            }

            run._work = run.RunAsync(run._stopping.Token);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when the API server asks the webhook, where one runs; fails when the loops have ended instead.</summary>
    public async Task WaitForRegistrationAsync(CancellationToken cancellationToken)
    {
        if (_governance is { } governance)
        {
            await await Task.WhenAny(_work, governance.WaitForRegistrationAsync(cancellationToken));
        }
    }

    /// <summary>Ends all loops: nothing is decided any more. What was found out stays readable.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _work.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_operations is not null)
        {
            await _operations.DisposeAsync();
        }

        await (_metrics?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_governance?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _services.DisposeAsync();
        _stopping.Dispose();
    }

    // Whom nobody reads for, nobody scrapes for.
    private bool ReadsMetrics =>
        _settings.Horizontal.Mode != HorizontalMode.Off || _settings.Vertical.Mode != VerticalMode.Off || _settings.Serving is not null || _settings.Governance is null;

    private LeaderLease? VerticalLease() =>
        _settings.VerticalLease is { } lease ? ActivatorUtilities.CreateInstance<LeaderLease>(_services, lease) : null;

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var lease = _services.GetService<LeaderLease>();
        var controller = _services.GetRequiredService<HorizontalController>();
        List<NamedLoop> loops = [.. _governance?.Loops ?? [], .. _metrics?.Loops ?? []];
        if (_settings.Horizontal.Mode != HorizontalMode.Off)
        {
            loops.Add(new("the horizontal autoscaler", token => controller.RunAsync(lease, token)));
        }

        if (_settings.Vertical.Mode != VerticalMode.Off)
        {
            loops.Add(new("the vertical autoscaler", token => _services.GetRequiredService<VerticalController>().RunAsync(VerticalLease(), token)));
        }

        if (_settings.Vertical.Mode != VerticalMode.Off || _settings.Governance?.RightSizing is not null)
        {
            loops.Add(new("the informer of quotas", _services.GetRequiredService<Informer<ResourceQuota>>().RunAsync));
        }

        try
        {
            await Together.RunAsync(loops, cancellationToken);
        }
        catch (LoopEndedException ended)
        {
            // The command says it on one line; where in our code it was is told here.
            Log.Ended(_services.GetRequiredService<ILogger<ControllerRun>>(), ended);
            throw;
        }
    }

    // One that waits for its lease counts as ready only when it could take over at once.
    private IReadOnlyList<ReadinessCheck> Checks()
    {
        var controller = _services.GetRequiredService<HorizontalController>();
        var vertical = _services.GetRequiredService<VerticalController>();
        return
        [
            new("horizontal", () => controller.IsReady ? null : "the caches of pods and autoscalers are not filled yet"),

            // Who only observes may lack a right, after an upgrade say: nothing else waits for that.
            new("vertical", () => vertical.IsReady || _settings.Vertical.Mode == VerticalMode.Observe ? null : "the caches of vertical autoscalers and controllers are not filled yet"),
            new("metrics", () => _metrics?.WhyNotReady),
            new("governance", () => _governance?.WhyNotReady),
        ];
    }

    private static partial class Log
    {
        [LoggerMessage(9001, LogLevel.Critical, "The controllers have ended, since one of their loops has")]
        public static partial void Ended(ILogger logger, Exception because);
    }
}

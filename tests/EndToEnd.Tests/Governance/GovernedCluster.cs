using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.LocalCluster.Nodes;
using Autoscale.Quota.Control;
using Autoscale.Testing;
using Microsoft.Extensions.Logging;

namespace Autoscale.EndToEnd.Tests.Governance;

/// <summary>A local cluster without scheduler and kubelets, as the recorded one was, whose quotas and limit ranges our webhook enforces.</summary>
internal sealed class GovernedCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly LocalRun _local;
    private ControllerRun? _controllers;
    private KubeConfig? _config;
    private RawApi? _api;
    private int _probes;

    private GovernedCluster(LocalRun local) => _local = local;

    /// <summary>How often quotas are counted anew even if nothing happens.</summary>
    public TimeSpan Resync { get; private set; }

    /// <summary>The API, to its administrator.</summary>
    public RawApi Api => _api ?? throw new InvalidOperationException("not started");

    /// <summary>Starts all; quotas are counted anew so often.</summary>
    public static async Task<GovernedCluster> StartAsync(TimeSpan resync)
    {
        var settings = new LocalSettings { Nodes = new NodeOptions { Count = 0, Schedules = false, RunsPods = false }, LogLevel = LogLevel.None };
        var cluster = new GovernedCluster(await LocalRun.StartAsync(settings, CancellationToken.None));
        try
        {
            await cluster.GovernAsync(resync);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Replaces webhook and controllers by new ones, which count everything once.</summary>
    public async Task RestartAsync(TimeSpan resync)
    {
        await (_controllers?.DisposeAsync() ?? ValueTask.CompletedTask);
        Resync = resync;
        var config = _config ?? throw new InvalidOperationException("not started");
        _controllers = await ControlAsync(config, resync);
    }

    /// <summary>Enforces quotas and limit ranges in a cluster; returns when its API asks the webhook.</summary>
    public static async Task<ControllerRun> ControlAsync(KubeConfig cluster, TimeSpan resync)
    {
        var governance = GovernanceSettings.Local(GovernanceMode.Enforce);
        var settings = new ControllerSettings
        {
            Cluster = cluster,
            Horizontal = new() { Mode = HorizontalMode.Off },
            Governance = governance with
            {
                Quota = governance.Quota! with { Resync = resync },

                // While nobody enforces, nothing may come in.
                Registration = address => governance.Registration(address) with { RemoveOnStop = false },
            },
            LogLevel = LogLevel.None,
        };
        using var limit = new CancellationTokenSource(StartLimit, TimeProvider.System);
        var controllers = await ControllerRun.StartAsync(settings, limit.Token);
        await controllers.WaitForRegistrationAsync(limit.Token);
        return controllers;
    }

    /// <summary>Returns when the webhook has seen every limit range that was made before: it sees them in their order.</summary>
    public async Task SeeLimitRangesAsync()
    {
        var path = $"/api/v1/namespaces/probe-{Interlocked.Increment(ref _probes)}";
        await Api.CreateAsync("/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{path.Split('/')[^1]}}}"}}""");
        await Api.CreateAsync($"{path}/limitranges", """{"metadata":{"name":"last"},"spec":{"limits":[{"type":"Container","max":{"cpu":"1"}}]}}""");
        await Eventually.TrueAsync(
            async () => !(await Api.PostAsync(
                $"{path}/pods?dryRun=All",
                """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i","resources":{"limits":{"cpu":"2"}}}]}}""")).IsAllowed,
            "the last limit range");
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        await (_controllers?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _local.DisposeAsync();
        _folder.Dispose();
    }

    private async Task GovernAsync(TimeSpan resync)
    {
        var path = Path.Combine(_folder.Path, "kubeconfig");
        await _local.WriteKubeconfigAsync(path, CancellationToken.None);
        _config = KubeConfig.Load(new KubeConfigSource { Path = path });
        _api = await RawApi.OpenAsync(_config);
        await RestartAsync(resync);
    }
}

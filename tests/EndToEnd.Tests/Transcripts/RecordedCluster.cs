using System.Diagnostics.Metrics;
using System.Security.Cryptography.X509Certificates;
using Autoscale.EndToEnd.Tests.Governance;
using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Nodes;
using Autoscale.LocalCluster.Nodes.Brokers;
using Autoscale.LocalCluster.Workloads;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;
using Autoscale.Testing;
using Autoscale.Testing.Transcripts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.EndToEnd.Tests.Transcripts;

/// <summary>A cluster as the recordings had it: served over TLS, with controllers, the autoscaler and governance, without kubelets and metrics.</summary>
internal sealed class RecordedCluster : IAsyncDisposable
{
    private const string Token = "autoscaler";
    private static readonly TimeSpan Resync = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly InMemoryWorkBroker _broker = new();
    private readonly X509Certificate2 _authority;
    private readonly TurnGate _gate;
    private ServiceProvider? _services;
    private ClusterRuntime? _runtime;
    private ControllerRun? _governance;
    private Task _autoscaler = Task.CompletedTask;

    private RecordedCluster()
    {
        _authority = X509Certificate2.CreateFromPem(Host.AuthorityPem);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(_authority);
        _gate = new TurnGate(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust } });
    }

    public LocalClusterHost Host { get; } =
        new(new LocalClusterOptions { Tokens = new Dictionary<string, ApiUser> { [Token] = ApiUser.Administrator } });

    public KubeConfig Config => new()
    {
        Server = Host.BaseAddress,
        CertificateAuthorities = [_authority],
        Credentials = new StaticCredentials(new(new("Bearer", Token), null)),
    };

    /// <summary>What the autoscaler is made of.</summary>
    public IServiceProvider Services => _services ?? throw new InvalidOperationException("not started");

    /// <summary>Where the autoscaler's metrics come from.</summary>
    public MetricTable Metrics => Services.GetRequiredService<MetricTable>();

    /// <summary>Starts all; pods are placed on nodes only where there was a scheduler.</summary>
    public static async Task<RecordedCluster> StartAsync(bool schedules = false)
    {
        var cluster = new RecordedCluster();
        await cluster.Host.StartAsync(CancellationToken.None);
        cluster.Run(schedules);
        cluster._governance = await GovernedCluster.ControlAsync(cluster.Config, Resync);
        return cluster;
    }

    /// <summary>Gives all autoscalers turns, one after another, until the status of one says a thing.</summary>
    public Task TakeTurnsAsync(Terminal terminal, string name, string path, string value)
    {
        return Eventually.TrueAsync(TurnAsync, $"{path} = {value} in {name}");

        // One turn is most often enough; a second before its effect is seen might be one too many.
        async Task<bool> TurnAsync()
        {
            await _gate.TurnAsync();
            var (_, code) = await terminal.RunAsync($"kubectl wait --for=jsonpath='{path}'={value} hpa/{name} -n demo --timeout=5s");
            return code == 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_governance?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _stop.CancelAsync();
        await _autoscaler;
        await (_runtime?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _broker.DisposeAsync();
        await (_services?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Host.DisposeAsync();
        _gate.Dispose();
        _authority.Dispose();
        _stop.Dispose();
    }

    private void Run(bool schedules)
    {
        var client = new KubeClient(Config, new KubeClientOptions { Transport = _gate, Time = new PatientTime() });
        _services = new ServiceCollection()
            .AddSingleton(client)
            .AddSingleton(new ScaleClient(client, new PatientTime()))
            .AddSingleton<MetricTable>()
            .AddSingleton<Interest>()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddMetrics()
            .AddHpa(new HorizontalOptions { SyncPeriod = TimeSpan.FromSeconds(1) })
            .BuildServiceProvider();
        var loops = new ControlLoopServices(
            TimeProvider.System, new KubernetesTelemetry(_services.GetRequiredService<IMeterFactory>()), NullLogger<ControlLoop>.Instance);
        var nodes = new NodeOptions { Count = 0, Schedules = schedules, RunsPods = false };
        _runtime = new ClusterRuntime(
            Host.Api.Verbs, Host.Api.Kinds, new ClusterRuntimeOptions { Nodes = nodes, Broker = _broker, Certificate = Host.AuthorityPem }, loops);
        _runtime.Start();
        _autoscaler = _services.GetRequiredService<HorizontalController>().RunAsync(null, _stop.Token);
    }
}

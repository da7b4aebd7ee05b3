using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Quota.Control;
using Autoscale.Testing;
using Autoscale.Vpa.Control;
using Microsoft.Extensions.Logging;

namespace Autoscale.EndToEnd.Tests.Vertical;

/// <summary>
/// A local cluster with the vertical autoscaler in a hurry, for all tests that share it; every workload is there from the start, so
/// that they are right-sized while others are looked at.
/// </summary>
[CollectionDefinition(Name)]
public sealed class VerticalCluster : IAsyncLifetime, ICollectionFixture<VerticalCluster>
{
    public const string Name = "Vertical";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();
    private LocalRun? _local;
    private ControllerRun? _controllers;
    private LocalMetrics? _metrics;
    private BudgetWatch? _budget;

    /// <summary>Speaks to it as its administrator.</summary>
    public KubeClient Client => _controllers?.Client ?? throw new InvalidOperationException(Kubectl.WhyUnavailable);

    /// <summary>Where its kubeconfig is.</summary>
    public string Kubeconfig => Path.Combine(_folder.Path, "kubeconfig");

    /// <summary>What kubectl said when the workloads and autoscalers were declared.</summary>
    public string Declared { get; private set; } = "";

    /// <summary>What became of the pods that a budget protects.</summary>
    internal BudgetWatch Budget => _budget ?? throw new InvalidOperationException(Kubectl.WhyUnavailable);

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        if (Kubectl.WhyUnavailable is not null)
        {
            return;
        }

        using var limit = new CancellationTokenSource(StartLimit, TimeProvider.System);
        _local = await LocalRun.StartAsync(new LocalSettings { LogLevel = LogLevel.None }, limit.Token);
        await _local.WriteKubeconfigAsync(Kubeconfig, limit.Token);
        _controllers = await ControllerRun.StartAsync(Settings(), limit.Token);
        _metrics = await LocalMetrics.StartAsync(_local, _controllers, limit.Token);
        await _controllers.WaitForRegistrationAsync(limit.Token);
        _budget = new BudgetWatch(_local.Host.Api, "budget");
        var path = Path.Combine(_folder.Path, "workloads.yaml");
        await File.WriteAllTextAsync(path, Workloads.Yaml, limit.Token);
        var (code, output, errors) = await Kubectl.RunAsync("--kubeconfig", Kubeconfig, "apply", "-f", path);
        Declared = output + errors;
        Assert.True(code == 0, Declared);
    }

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        _budget?.Dispose();
        await (_metrics?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_controllers?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_local?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }

    private ControllerSettings Settings()
    {
        var often = TimeSpan.FromSeconds(1);
        return new ControllerSettings
        {
            Cluster = KubeConfig.Load(new KubeConfigSource { Path = Kubeconfig }),
            Metrics = new() { ScrapePeriod = often },
            Horizontal = new() { Mode = HorizontalMode.Off },
            Vertical = new() { Mode = VerticalMode.Active, Interval = often, Updater = new() { Interval = often } },
            Governance = GovernanceSettings.Local(GovernanceMode.Enforce) with { RightSizing = new() { LeaseInterval = often } },
            LogLevel = LogLevel.None,
        };
    }
}

using System.CommandLine;
using Autoscale.Kubernetes.Client;
using Autoscale.LocalCluster.Nodes;
using Autoscale.Metrics.Control;
using Autoscale.Quota.Control;
using Autoscale.Vpa.Control;
using Microsoft.Extensions.Logging;

namespace Autoscale.Commands;

/// <summary><c>autoscale local</c>: a Kubernetes API on this machine, with simulated nodes and, unless told otherwise, the controllers.</summary>
internal static class LocalCommand
{
    // Nobody who tries it out waits for a minute.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private static readonly Option<string> Kubeconfig = new("--kubeconfig")
    {
        Description = "The kubeconfig file to write.",
        DefaultValueFactory = _ => DefaultKubeconfig,
    };

    private static readonly Option<bool> Controllers = new("--controllers")
    {
        Description = "Whether the autoscaler runs as well; false for the cluster alone.",
        DefaultValueFactory = _ => true,
    };

    private static readonly Option<int> Port = new Option<int>("--port")
    {
        Description = "Port of the API; 0 takes a free one.",
    }.Within(0, 65535);

    private static readonly Option<int> Nodes = new Option<int>("--nodes")
    {
        Description = "Number of simulated nodes; 0 for an API without scheduler, nodes and metrics: pods stay Pending.",
        DefaultValueFactory = _ => 3,
    }.Within(0, 5000);

    private static readonly Option<GovernanceMode> Governance = new("--governance")
    {
        Description = "enforce: resource quotas and limit ranges hold. advise: workloads that break them are warned of. off: neither.",
        DefaultValueFactory = _ => GovernanceMode.Enforce,
    };

    private static readonly Option<VerticalMode> Vertical = new("--vertical")
    {
        Description = "active: pods are right-sized by vertical autoscalers. observe: only recommended for, and nothing written. off: neither.",
        DefaultValueFactory = _ => VerticalMode.Active,
    };

    private static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "Log decisions to the standard error." };

    /// <summary>Where <c>local</c> and <c>demo</c> write their kubeconfig by default.</summary>
    public static string DefaultKubeconfig =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "autoscale-local.yaml");

    /// <summary>Builds the command.</summary>
    public static Command Build()
    {
        var command = new Command("local", "Run a local Kubernetes API with simulated nodes, and the autoscaler on it.")
        {
            Kubeconfig, Controllers, Vertical, Governance, Port, Nodes, BrokerOption.Value, BrokerOption.Management, Verbose,
        };
        MetricsOption.AddReportsTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.ReportAsync(token => RunAsync(parsed, token), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var nodes = parsed.GetValue(Nodes);
        var settings = new LocalSettings
        {
            Port = parsed.GetValue(Port),
            Nodes = new NodeOptions { Count = nodes, Schedules = nodes > 0, RunsPods = nodes > 0 },
            Broker = parsed.GetValue(BrokerOption.Value),
            LogLevel = parsed.GetValue(Verbose) ? LogLevel.Information : LogLevel.Warning,
        };
        var path = parsed.GetValue(Kubeconfig) ?? DefaultKubeconfig;
        await using var local = await LocalRun.StartAsync(settings, cancellationToken);
        await local.WriteKubeconfigAsync(path, cancellationToken);
        await using var controllers = parsed.GetValue(Controllers)
            ? await ControllerRun.StartAsync(ControllersOf(path, parsed, settings), cancellationToken)
            : null;
        await using var metrics = controllers is null || nodes == 0 ? null : await LocalMetrics.StartAsync(local, controllers, cancellationToken);
        await (controllers?.WaitForRegistrationAsync(cancellationToken) ?? Task.CompletedTask);
        Announce(local, path, controllers is not null);
        await (controllers?.Work ?? Task.Delay(Timeout.InfiniteTimeSpan, Composition.Clock, cancellationToken)).WaitAsync(cancellationToken);
        return 0;
    }

    private static ControllerSettings ControllersOf(string kubeconfig, ParseResult parsed, LocalSettings settings) => new()
    {
        Cluster = KubeConfig.Load(new KubeConfigSource { Path = kubeconfig }),
        Metrics = new()
        {
            ResourceMetrics = settings.Nodes.Count > 0 ? ResourceMetricsOrigin.Kubelet : ResourceMetricsOrigin.Off,
            ScrapePeriod = TimeSpan.FromSeconds(2),
            Brokers = BrokerOption.Brokers(parsed),
        },
        OwnSources = settings.Broker is null ? [LocalMetrics.MemoryClaims] : [],
        Reports = MetricsOption.ReportsOf(parsed),
        Vertical = new() { Mode = parsed.GetValue(Vertical), Interval = Soon, Updater = new() { Interval = Soon } },
        Governance = GovernanceOf(parsed),
        LogLevel = settings.LogLevel,
    };

    private static GovernanceSettings? GovernanceOf(ParseResult parsed)
    {
        var (mode, rightSizes) = (parsed.GetValue(Governance), parsed.GetValue(Vertical) == VerticalMode.Active);
        return mode == GovernanceMode.Off && !rightSizes ? null : GovernanceSettings.Local(mode) with { RightSizing = rightSizes ? new() : null };
    }

    private static void Announce(LocalRun local, string path, bool isAutoscaled)
    {
        Console.WriteLine($"The API serves at {local.Host.BaseAddress}{(isAutoscaled ? ", the horizontal autoscaler is active" : "")}.");
        Console.WriteLine();
        Console.WriteLine($"  export KUBECONFIG={path}");
        Console.WriteLine("  kubectl get nodes");
        Console.WriteLine();
        Console.WriteLine("Ctrl-C ends it; nothing is kept.");
    }
}

using System.CommandLine;
using System.Net;
using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Quota.Control;
using Autoscale.Vpa.Control;
using Microsoft.Extensions.Logging;

namespace Autoscale.Commands;

/// <summary><c>autoscale run</c>: the controllers, in a cluster or against a kubeconfig.</summary>
internal static class RunCommand
{
    /// <summary>Where we are installed unless told otherwise, and so are our leases.</summary>
    public const string HomeNamespace = "autoscale-system";

    private const string LeaseName = "autoscale";

    private static readonly Option<string?> Kubeconfig = new("--kubeconfig")
    {
        Description = "The kubeconfig file; without it $KUBECONFIG, ~/.kube/config, or in a pod the service account.",
    };

    private static readonly Option<string?> Context = new("--context") { Description = "The context of the kubeconfig; its current one by default." };

    private static readonly Option<HorizontalMode> Horizontal = new("--horizontal")
    {
        Description = "active: decide and act. observe: decide, report and write nothing. off: neither.",
        DefaultValueFactory = _ => HorizontalMode.Observe,
    };

    private static readonly Option<IPEndPoint?> Listen = new("--listen")
    {
        Description = "host:port for /metrics, /healthz and /readyz; nowhere by default.",
        CustomParser = parsed => EndpointOption.Parse(parsed, "--listen"),
    };

    private static readonly Option<double> SyncPeriod = new Option<double>("--sync-period")
    {
        Description = "Seconds after which every autoscaler is looked at even if nothing moved, 0.1 to 3600.",
        DefaultValueFactory = _ => 15,
    }.Within(0.1, 3600);

    private static readonly Option<bool> ObserveEvents = new("--observe-events")
    {
        Description = "Record events while observing as well, as component autoscale-observer.",
    };

    private static readonly Option<string?> Lease = new("--lease-namespace")
    {
        Description = "Namespace of the lease by which one process at a time decides; in a cluster the pod's own by default.",
    };

    /// <summary>Builds the command.</summary>
    public static Command Build()
    {
        var command = new Command("run", "Run the controllers in a cluster or against a kubeconfig. Observes unless told to act.")
        {
            Kubeconfig, Context, Horizontal, SyncPeriod, Listen, ObserveEvents, Lease,
        };
        MetricsOption.AddTo(command);
        VerticalOption.AddTo(command);
        ServingOption.AddTo(command);
        GovernanceOption.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.ReportAsync(token => RunAsync(parsed, token), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = SettingsOf(parsed);
        await using var controllers = await ControllerRun.StartAsync(settings, cancellationToken);
        Console.WriteLine($"The horizontal autoscaler {Doing(settings.Horizontal.Mode)} at {settings.Cluster.Server}.");
        Console.WriteLine($"The vertical autoscaler {Doing(settings.Vertical.Mode)}.");
        Console.WriteLine(Governing(settings, parsed));
        if (settings.Horizontal.Mode == HorizontalMode.Observe)
        {
            await new ObservedDecisions(controllers.Decisions, Console.Out).FollowAsync(controllers.Work, cancellationToken);
        }

        await controllers.Work.WaitAsync(cancellationToken);
        return 0;
    }

    private static string Governing(ControllerSettings settings, ParseResult parsed) => settings.Governance switch
    {
        { Quota.Mode: GovernanceMode.Enforce } => "Resource quotas and limit ranges are enforced.",
        { Quota: not null } => "Workloads that break a quota or a limit range are warned of.",
        _ when GovernanceOption.IsUnreachable(parsed) => "Nobody is warned of quotas: --webhook-service or --webhook-url says where API servers reach the webhook.",
        _ => "Resources are not governed.",
    };

    private static string Doing(HorizontalMode mode) => mode switch
    {
        HorizontalMode.Active => "acts",
        HorizontalMode.Observe => "observes, and writes nothing,",
        _ => "is off",
    };

    private static string Doing(VerticalMode mode) => mode switch
    {
        VerticalMode.Active => "acts",
        VerticalMode.Observe => "observes, and writes nothing",
        _ => "is off",
    };

    private static ControllerSettings SettingsOf(ParseResult parsed)
    {
        var source = new KubeConfigSource { Path = parsed.GetValue(Kubeconfig), Context = parsed.GetValue(Context) };
        var cluster = KubeConfig.Load(source);
        var ns = LeaseNamespace(parsed, source);
        var metrics = MetricsOption.Of(parsed);
        return new()
        {
            Cluster = cluster,
            Metrics = metrics,
            Reports = MetricsOption.ReportsOf(parsed),
            Serving = ServingOption.Of(parsed, ns ?? HomeNamespace, metrics.ResourceMetrics),
            Horizontal = new()
            {
                Mode = parsed.GetValue(Horizontal),
                SyncPeriod = TimeSpan.FromSeconds(parsed.GetValue(SyncPeriod)),
                EventsWhileObserving = parsed.GetValue(ObserveEvents),
            },
            Vertical = VerticalOption.Of(parsed, ns ?? HomeNamespace),
            Listen = parsed.GetValue(Listen),
            VerticalLease = ns is null ? null : LeaseIn(ns, $"{LeaseName}-vertical"),
            Lease = ns is null ? null : LeaseIn(ns, LeaseName),
            Governance = GovernanceOption.Of(parsed, ns ?? HomeNamespace, ns is null ? null : LeaseIn(ns, $"{LeaseName}-governance")),
            LogLevel = LogLevel.Information,
        };
    }

    private static string? LeaseNamespace(ParseResult parsed, KubeConfigSource source)
    {
        var own = Path.Combine(source.ServiceAccountFolder, "namespace");
        return parsed.GetValue(Lease) ?? (source.Path is null && File.Exists(own) ? File.ReadAllText(own).Trim() : null);
    }

    private static LeaderLeaseOptions LeaseIn(string ns, string name) => new()
    {
        Namespace = ns,
        Name = name,
        Identity = $"{Environment.MachineName}_{Guid.NewGuid()}",
        Random = new Random(),
    };
}

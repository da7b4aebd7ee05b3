using Autoscale.Admission.Control;
using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster;
using Autoscale.LocalCluster.Nodes.Brokers;
using Autoscale.LocalCluster.Workloads;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Declared;
using Autoscale.Metrics.Sources;
using Autoscale.Quota.Control;
using Autoscale.Telemetry;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Updating;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Autoscale;

/// <summary>The one place where the rooms are put together, and the only one that takes the real clock.</summary>
internal static class Composition
{
    /// <summary>The clock of everything.</summary>
    public static TimeProvider Clock => TimeProvider.System;

    /// <summary>Speaks to a cluster.</summary>
    public static KubeClient Client(KubeConfig cluster) => new(cluster, new KubeClientOptions { Time = Clock });

    /// <summary>The services of the controllers for one cluster; throws where a setting is out of range.</summary>
    public static ServiceProvider Controllers(ControllerSettings settings)
    {
        var services = Ground(settings.LogLevel);
        services.AddSingleton(_ => Client(settings.Cluster));
        services.AddInformer(KubeRoute.Nodes, KubeJson.Default.Node);
        services.AddMetrics(settings.Metrics).AddMetricSources([.. settings.OwnSources, .. BrokersOf(settings)]);
        services.AddInformer(KubeRoute.ResourceQuotas, KubeJson.Default.ResourceQuota);
        services.AddSingleton<IQuotaHeadroom, QuotaHeadroom>();
        if (settings.Vertical.Mode != VerticalMode.Off)
        {
            services.AddSingleton<IFixedRequests, VerticalRequests>();
        }

        services.AddHpa(settings.Horizontal);
        services.AddVpa(settings.Vertical);
        services.AddAdmission(settings.Governance?.Admission ?? new());
        if (settings.Governance is { } governance)
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IAdmissionPolicy, MetricSourcePolicy>());
            AddGovernance(services, governance);
        }

        if (settings.Lease is { } lease)
        {
            services.AddSingleton(lease);
            services.AddSingleton<LeaderLease>();
        }

        return services.BuildServiceProvider();
    }

    /// <summary>The services of a local cluster.</summary>
    public static ServiceProvider LocalCluster(LocalSettings settings)
    {
        var services = Ground(settings.LogLevel);
        services.AddSingleton<KubernetesTelemetry>();
        services.AddSingleton<ControlLoopServices>();
        services.AddSingleton(provider => new LocalClusterHost(
            new LocalClusterOptions { Time = Clock, Port = settings.Port, Logging = provider.GetRequiredService<ILoggerFactory>() }));
        services.AddSingleton(_ => BrokerOf(settings.Broker));
        services.AddSingleton(provider => RuntimeOf(provider, settings));
        return services.BuildServiceProvider();
    }

    private static void AddGovernance(IServiceCollection services, GovernanceSettings governance)
    {
        if (governance.Quota is { } quota)
        {
            services.AddQuota(quota).AddWorkloads();
            services.AddSingleton(provider => new ReadinessCheck("quotas", () => provider.GetRequiredService<QuotaController>().IsReady ? null : "not known yet"));
            services.AddSingleton(provider => new ReadinessCheck("namespaces", () => provider.GetRequiredService<WorkloadWatch>().IsReady ? null : "not known yet"));
        }

        // After the defaults of limit ranges, which a container may get its only requests from.
        if (governance.RightSizing is { } rightSizing)
        {
            services.AddVpaAdmission(rightSizing);
        }
    }

    private static ServiceCollection Ground(LogLevel level)
    {
        var services = new ServiceCollection();
        services.AddSingleton(Clock);
        services.AddLogging(logging => logging
            .SetMinimumLevel(level)
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
                console.ColorBehavior = LoggerColorBehavior.Disabled;
            }));

        // The standard output belongs to the command's own words.
        services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        services.AddTelemetry();
        return services;
    }

    private static IEnumerable<SourceClaims> BrokersOf(ControllerSettings settings) =>
        settings.Metrics.Brokers.Count == 0 ? [] : [new("", "the option --broker", [.. QueueSeries.Names.Select(name => new MetricClaim(null, name))])];

    private static IWorkBroker BrokerOf(Uri? address) =>
        address is null ? new InMemoryWorkBroker() : new RabbitWorkBroker(address, Clock);

    private static ClusterRuntime RuntimeOf(IServiceProvider provider, LocalSettings settings)
    {
        var host = provider.GetRequiredService<LocalClusterHost>();
        var options = new ClusterRuntimeOptions
        {
            Nodes = settings.Nodes,
            Broker = provider.GetRequiredService<IWorkBroker>(),
            Certificate = host.AuthorityPem,
            Logging = provider.GetRequiredService<ILoggerFactory>(),
        };
        var runtime = new ClusterRuntime(host.Api.Verbs, host.Api.Kinds, options, provider.GetRequiredService<ControlLoopServices>());
        host.Api.NodeProxy = runtime.AskNodeAsync;
        host.Api.Evict = runtime.EvictAsync;
        return runtime;
    }
}

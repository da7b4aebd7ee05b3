using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Declared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Control;

/// <summary>Adds the sources that are declared in the cluster to a composition; run their <see cref="MetricSourceController"/>.</summary>
public static class MetricSourceServices
{
    private static readonly TimeSpan AfterDefect = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Adds the controller of MetricSources and ClusterMetricSources, beside <see cref="MetricsServices.AddMetrics"/>; KubeClient,
    /// TimeProvider, logging and metrics must be there. What the sources of the command line serve nobody may declare for himself.
    /// </summary>
    public static IServiceCollection AddMetricSources(this IServiceCollection services, params IReadOnlyList<SourceClaims> commandLine)
    {
        services.TryAddSingleton<KubernetesTelemetry>();
        services.AddInformer(MetricSource.Route, MetricSource.JsonType);
        services.AddInformer(ClusterMetricSource.Route, ClusterMetricSource.JsonType);
        services.TryAddSingleton(provider => new SourceFactory(
            provider.GetRequiredService<MetricTable>(),
            new SourceMaking(provider.GetRequiredService<SourceTools>()).Make,
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => Controller(provider, commandLine));
        return services;
    }

    private static MetricSourceController Controller(IServiceProvider provider, IReadOnlyList<SourceClaims> commandLine)
    {
        var client = provider.GetRequiredService<KubeClient>();
        var time = provider.GetRequiredService<TimeProvider>();
        var sources = new DeclaredSources(
            Defined<MetricSource>(provider, MetricSource.Route), Defined<ClusterMetricSource>(provider, ClusterMetricSource.Route), commandLine);
        var secrets = new SecretWatches(client, time, provider.GetRequiredService<ILoggerFactory>());
        var events = ActivatorUtilities.CreateInstance<EventRecorder>(
            provider, new EventSource { Component = "metric-source-controller" }, EventSink.To(client));
        var statuses = new StatusWriting(client, events, time);
        var reconciler = ActivatorUtilities.CreateInstance<MetricSourceReconciler>(
            provider, sources, secrets, provider.GetRequiredService<SourceFactory>(), statuses);
        var queue = new WorkQueue(time);
        var loop = new ControlLoop(
            "metric-sources",
            queue,
            reconciler.ReconcileAsync,
            new() { Workers = 4, RequeueAfterTerminal = AfterDefect },
            ActivatorUtilities.CreateInstance<ControlLoopServices>(provider));
        return new(new(sources, secrets, reconciler, statuses) { Events = events, Queue = queue, Loop = loop });
    }

    private static DefinedInformer<T> Defined<T>(IServiceProvider provider, KubeRoute route)
        where T : class, IKubeObject => ActivatorUtilities.CreateInstance<DefinedInformer<T>>(
            provider, provider.GetRequiredService<KubeClient>(), route, provider.GetRequiredService<Informer<T>>());
}

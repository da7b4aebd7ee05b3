using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Updating;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Autoscale.Vpa.Control;

/// <summary>Adds what brings pods to their recommendation; run its <see cref="UpdateLoop"/> while leading.</summary>
internal static class UpdaterServices
{
    /// <summary>Adds the updater; the room's caches, book and options must be there. Who knows of quotas adds its own headroom before.</summary>
    public static IServiceCollection AddPodUpdater(this IServiceCollection services)
    {
        services.AddInformer(KubeRoute.HorizontalPodAutoscalers, KubeJson.Default.HorizontalPodAutoscaler);
        services.TryAddSingleton<IQuotaHeadroom, NoQuotas>();
        services.TryAddSingleton<UpdaterTelemetry>();
        services.TryAddSingleton<UpdateTools>();
        services.TryAddSingleton<UpdateReader>();
        services.TryAddSingleton(provider => new AdmissionWatch(
            provider.GetRequiredService<KubeClient>(), provider.GetRequiredService<VerticalOptions>().Updater, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<PodWriter>(provider, Recorder(provider)));
        services.TryAddSingleton<PodChanger>();
        services.TryAddSingleton<PodUpdater>();
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<UpdateLoop>(provider, ActivatorUtilities.CreateInstance<ControlLoopServices>(provider)));
        return services;
    }

    private static EventRecorder Recorder(IServiceProvider provider) => ActivatorUtilities.CreateInstance<EventRecorder>(
        provider, new EventSource { Component = "vpa-updater" }, EventSink.To(provider.GetRequiredService<KubeClient>()));
}

using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Autoscale.Quota.Control;

/// <summary>Makes refusals visible where the user looks; run its <see cref="WorkloadWatch"/>.</summary>
public static class WorkloadServices
{
    /// <summary>
    /// Adds the policy about workloads, and lets the policies about pods, which <see cref="QuotaServices.AddQuota"/> must have added
    /// before, tell the owners of the pods that they refuse.
    /// </summary>
    public static IServiceCollection AddWorkloads(this IServiceCollection services)
    {
        services.AddInformer(KubeRoute.Namespaces, KubeJson.Default.KubeNamespace);
        services.TryAddSingleton<WorkloadSources>();
        services.TryAddSingleton(Events);
        services.TryAddSingleton<WorkloadWatch>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAdmissionPolicy, WorkloadPolicy>());
        Announce<LimitRangePolicy>(services, "LimitRangeRefused");
        Announce<QuotaPolicy>(services, "QuotaRefused");
        return services;
    }

    // In its place among the others: the order in which policies mutate is that of their registration.
    private static void Announce<TPolicy>(IServiceCollection services, string reason)
        where TPolicy : class, IAdmissionPolicy
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i].ServiceType == typeof(IAdmissionPolicy) && services[i].ImplementationType == typeof(TPolicy))
            {
                services[i] = ServiceDescriptor.Singleton<IAdmissionPolicy>(provider => new AnnouncedPolicy(
                    ActivatorUtilities.CreateInstance<TPolicy>(provider), reason, provider.GetRequiredService<RefusalEvents>()));
            }
        }
    }

    private static RefusalEvents Events(IServiceProvider provider)
    {
        var recorder = ActivatorUtilities.CreateInstance<EventRecorder>(
            provider, new EventSource { Component = "resource-governance" }, RefusalSink.To(provider.GetRequiredService<KubeClient>()));
        return ActivatorUtilities.CreateInstance<RefusalEvents>(provider, recorder);
    }
}

using System.Text.Json.Serialization.Metadata;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Autoscale.Kubernetes.Control;

/// <summary>Adds informers to a composition.</summary>
public static class InformerServices
{
    /// <summary>Adds the one informer of all objects of a resource, unless it is there; KubeClient, TimeProvider and logging must be, and somebody must run it.</summary>
    public static IServiceCollection AddInformer<T>(this IServiceCollection services, KubeRoute route, JsonTypeInfo<T> type)
        where T : class, IKubeObject
    {
        services.TryAddSingleton(provider => new Informer<T>(
            provider.GetRequiredService<KubeClient>(),
            route,
            type,
            new() { Random = new Random(), Time = provider.GetRequiredService<TimeProvider>() },
            provider.GetRequiredService<ILogger<Informer<T>>>()));
        return services;
    }
}

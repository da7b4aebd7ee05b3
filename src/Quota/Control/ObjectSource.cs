using System.Text.Json.Serialization.Metadata;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Quota.Control;

/// <summary>Follows the objects of one resource: of those that only count, the metadata alone.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="RunAsync">Follows until cancelled.</param>
/// <param name="WaitForSyncAsync">Returns when all objects have been seen.</param>
/// <param name="ListAsync">The objects of a namespace, asked of the API now.</param>
internal sealed record ObjectSource(
    GroupResource Resource,
    Func<CancellationToken, Task> RunAsync,
    Func<CancellationToken, Task> WaitForSyncAsync,
    Func<string, CancellationToken, Task<IReadOnlyList<GovernedObject>>> ListAsync)
{
    /// <summary>What it takes to follow objects.</summary>
    internal sealed record Needs(KubeClient Client, TimeProvider Time, ILoggerFactory Logging);

    /// <summary>Makes the source of a resource; the handler is told of each change, and whether the object is gone.</summary>
    public static ObjectSource Of(KubeRoute route, Needs needs, Action<GovernedObject, bool> handler) => (route.Group, route.Plural) switch
    {
        ("", "pods") => Of(route, KubeJson.Default.Pod, needs, handler),
        ("", "services") => Of(route, KubeJson.Default.Service, needs, handler),
        ("", "persistentvolumeclaims") => Of(route, KubeJson.Default.PersistentVolumeClaim, needs, handler),
        ("resource.k8s.io", "resourceclaims") => Of(route, KubeJson.Default.ResourceClaim, needs, handler),
        ("resource.k8s.io", "deviceclasses") => Of(route, KubeJson.Default.DeviceClass, needs, handler),
        _ => Of(route, KubeJson.Default.PartialObjectMetadata, needs, handler),
    };

    private static ObjectSource Of<T>(KubeRoute route, JsonTypeInfo<T> type, Needs needs, Action<GovernedObject, bool> handler)
        where T : class, IKubeObject
    {
        var isMetadataOnly = typeof(T) == typeof(PartialObjectMetadata);
        var options = new InformerOptions { Random = new Random(), Time = needs.Time, MetadataOnly = isMetadataOnly };
        var informer = new Informer<T>(needs.Client, route, type, options, needs.Logging.CreateLogger<Informer<T>>());
        informer.Subscribe(change => handler(Governed(change.Object), change.After is null));
        return new(new(route.Group, route.Plural), informer.RunAsync, informer.WaitForSyncAsync, ListAsync);

        GovernedObject Governed(T item) => new(route.Group, route.Plural, item);

        async Task<IReadOnlyList<GovernedObject>> ListAsync(string @namespace, CancellationToken cancellationToken)
        {
            var list = await needs.Client.ListAsync(route.In(@namespace), new() { MetadataOnly = isMetadataOnly }, type, cancellationToken);
            return [.. list.Items.Select(Governed)];
        }
    }
}

using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Control;

/// <summary>Where events are stored: how to create one, and how to count one up (false when it is not there any more).</summary>
public sealed record EventSink(
    Func<KubeEvent, CancellationToken, Task> CreateAsync,
    Func<KubeEvent, CancellationToken, Task<bool>> CountAsync)
{
    private static readonly KubeRoute Route = new("", "v1", "events");

    /// <summary>Stores events in a cluster.</summary>
    public static EventSink To(KubeClient client) => new(
        (created, cancellationToken) =>
            client.CreateAsync(Route.In(created.Metadata.Namespace), created, KubeJson.Default.KubeEvent, cancellationToken),
        (counted, cancellationToken) => TryPatchAsync(client, counted, cancellationToken));

    private static async Task<bool> TryPatchAsync(KubeClient client, KubeEvent counted, CancellationToken cancellationToken)
    {
        var change = new EventCountPatch { Count = counted.Count, LastTimestamp = counted.LastTimestamp, Message = counted.Message };
        try
        {
            await client.PatchAsync(
                Route.Of(counted.Metadata.Namespace, counted.Metadata.Name),
                KubePatch.Merge(change, KubeJson.Default.EventCountPatch),
                KubeJson.Default.KubeEvent,
                cancellationToken);
            return true;
        }
        catch (KubeError error) when (error.IsNotFound)
        {
            return false;
        }
    }
}

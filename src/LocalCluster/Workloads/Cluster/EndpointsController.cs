using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads.Cluster;

/// <summary>Keeps the endpoints of each service that has a selector: the addresses of its pods, ready and not.</summary>
internal sealed class EndpointsController(ClusterObjects objects) : IController
{
    /// <inheritdoc />
    public string Name => "endpoint-controller";

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches =>
    [
        Watch.Self(objects.Services),
        new(objects.Endpoints, change => change.Type == "DELETED" ? [ServiceKey(change.Object)] : []),
        new(objects.Pods, WakeForPod),
    ];

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var service = objects.Find(key);
        var current = objects.Api.Find(objects.Endpoints, key.Namespace, key.Name);
        if (service is null || service.IsTerminating())
        {
            if (current is not null && current.Labels().ContainsKey(EndpointsOf.ManagedBy))
            {
                await objects.DeleteAsync(objects.Endpoints, current, new DeleteOptions(), cancellationToken);
            }

            return null;
        }

        if (service.Entries("spec", "selector") is not { Count: > 0 } selector)
        {
            return null;
        }

        var pods = objects.List(objects.Pods, key.Namespace).Where(pod => IsSelected(selector, pod)).ToList();
        await StoreAsync(current, EndpointsOf.Service(service, pods), cancellationToken);
        return null;
    }

    private async Task StoreAsync(JsonObject? current, JsonObject wanted, CancellationToken cancellationToken)
    {
        if (current is null)
        {
            await objects.CreateAsync(objects.Endpoints, wanted, cancellationToken);
            return;
        }

        await objects.ChangeAsync(
            objects.Endpoints,
            current,
            stored =>
            {
                stored.Remove("subsets");
                if (wanted["subsets"] is { } subsets)
                {
                    stored["subsets"] = subsets.DeepClone();
                }
            },
            cancellationToken);
    }

    private static bool IsSelected(IReadOnlyDictionary<string, string> selector, JsonObject pod)
    {
        var labels = pod.Labels();
        return selector.All(entry => labels.TryGetValue(entry.Key, out var value) && value == entry.Value);
    }

    private ObjectKey ServiceKey(JsonObject value) => new("", objects.Services.Kind, value.Namespace(), value.Name());

    private IEnumerable<ObjectKey> WakeForPod(StoreEvent change) =>
        objects.List(objects.Services, change.Object.Namespace())
            .Where(service => service.Entries("spec", "selector") is { Count: > 0 } selector
                && (IsSelected(selector, change.Object) || (change.Old is { } old && IsSelected(selector, old))))
            .Select(ServiceKey);
}

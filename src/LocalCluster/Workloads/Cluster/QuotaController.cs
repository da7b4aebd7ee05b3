using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads.Cluster;

/// <summary>Counts what the objects of a namespace use up into the status of its resource quotas; it enforces nothing.</summary>
internal sealed class QuotaController(ClusterObjects objects, TimeProvider time) : IController
{
    /// <inheritdoc />
    public string Name => "resourcequota-controller";

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches =>
    [
        Watch.Self(objects.Quotas),
        .. Counted.Select(kind => new Watch(kind, Wake)),
    ];

    private IEnumerable<ResourceKind> Counted => objects.Kinds.Where(kind => kind.Namespaced && kind.Kind is not ("Event" or "Lease"));

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (objects.Find(key) is not { } quota || quota.IsTerminating())
        {
            return null;
        }

        var hard = quota.At("spec", "hard") as JsonObject ?? [];
        var status = new JsonObject { ["hard"] = hard.DeepClone(), ["used"] = Used(quota, hard) };
        await objects.SetStatusAsync(objects.Quotas, quota, status, cancellationToken);
        return null;
    }

    private JsonObject Used(JsonObject quota, JsonObject hard)
    {
        var used = hard.ToDictionary(pair => pair.Key, _ => Quantity.FromLong(0), StringComparer.Ordinal);
        var now = time.GetUtcNow();
        foreach (var kind in PodScope.HasScopes(quota) ? [objects.Pods] : Counted)
        {
            var seen = objects.List(kind, quota.Namespace()).Where(value => kind.Kind != "Pod" || PodScope.Covers(quota, value));
            foreach (var (resource, amount) in seen.SelectMany(value => ObjectUsage.Of(kind, value, now)).Where(entry => used.ContainsKey(entry.Key)))
            {
                used[resource] = used[resource].Add(amount);
            }
        }

        return new JsonObject(used.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value.ToString())));
    }

    private IEnumerable<ObjectKey> Wake(StoreEvent change) =>
        objects.List(objects.Quotas, change.Object.Namespace()).Select(quota => quota.Key(objects.Quotas));
}

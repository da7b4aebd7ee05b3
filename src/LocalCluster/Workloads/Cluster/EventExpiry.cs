using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads.Cluster;

/// <summary>Removes events an hour after they were last written, as the real server's --event-ttl does.</summary>
internal sealed class EventExpiry(ClusterObjects objects, TimeProvider time) : IController
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <inheritdoc />
    public string Name => "event-ttl";

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches => [new(objects.Events, change => change.Type == "DELETED" ? [] : [change.Object.Key(objects.Events)])];

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (objects.Find(key) is not { } told)
        {
            return null;
        }

        var left = LastTold(told) + Lifetime - time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        await objects.DeleteAsync(objects.Events, told, new DeleteOptions(), cancellationToken);
        return null;
    }

    // Who writes an event may name any instant: one that is still to come keeps nothing alive.
    private DateTimeOffset LastTold(JsonObject told)
    {
        var now = time.GetUtcNow();
        DateTimeOffset?[] instants = [told.Created(), told.Instant("lastTimestamp"), told.Instant("series", "lastObservedTime")];
        return instants.Where(instant => instant <= now).Max() ?? now;
    }
}

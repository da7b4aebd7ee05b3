using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads.ReplicaSets;

/// <summary>Keeps as many pods as each object of a kind asks for: replica sets and, as upstream, replication controllers.</summary>
internal sealed class ReplicaSetController(ClusterObjects objects, ResourceKind kind, Announce events, TimeProvider time) : IController
{
    private readonly Ownership _ownership = new(objects);
    private readonly PodControl _pods = new(objects, events, NameFor(kind));

    /// <inheritdoc />
    public string Name => NameFor(kind);

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches =>
    [
        Watch.Self(kind),
        Watch.Owner(objects.Pods, kind),
        new(objects.Pods, WakeForOrphan),
    ];

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (objects.Find(key) is not { } set)
        {
            return null;
        }

        var owned = await ReadAsync(set, cancellationToken);
        var refusal = set.IsTerminating() ? null : await ScaleAsync(set, owned, cancellationToken);
        var now = time.GetUtcNow();
        owned = await ReadAsync(set, cancellationToken);
        await objects.ChangeStatusAsync(
            kind, set, stored => stored["status"] = ReplicaSetDecider.Status(stored, owned, refusal, now), cancellationToken);
        if (refusal is not null)
        {
            throw refusal;
        }

        return NextAvailability(set, owned, now);
    }

    private static string NameFor(ResourceKind kind) => kind.Group.Length == 0 ? "replication-controller" : "replicaset-controller";

    private async Task<IReadOnlyList<PodFacts>> ReadAsync(JsonObject set, CancellationToken cancellationToken) =>
        [.. (await _ownership.ClaimAsync(kind, set, objects.Pods, cancellationToken)).Select(PodFacts.From)];

    private async Task<ApiError?> ScaleAsync(JsonObject set, IReadOnlyList<PodFacts> owned, CancellationToken cancellationToken)
    {
        var plan = ReplicaSetDecider.Decide(set, owned, () => Siblings(set, owned), time.GetUtcNow());
        var refusal = await SlowStart.RunAsync(
            plan.Create,
            token => _pods.CreateAsync(set, PodTemplate.StampNameless(kind, set), token),
            cancellationToken);
        foreach (var pod in plan.Delete)
        {
            refusal ??= await SlowStart.RunAsync(1, token => _pods.DeleteAsync(set, pod.Source, token), cancellationToken);
        }

        return refusal;
    }

    private IReadOnlyList<PodFacts> Siblings(JsonObject set, IReadOnlyList<PodFacts> owned)
    {
        if (set.Controller() is not { } owner)
        {
            return owned;
        }

        return [.. objects.Api.ListOwnedBy(kind, owner.Text("uid"))
            .SelectMany(sibling => objects.Api.ListOwnedBy(objects.Pods, sibling.Uid()))
            .Select(PodFacts.From)];
    }

    private static TimeSpan? NextAvailability(JsonObject set, IReadOnlyList<PodFacts> owned, DateTimeOffset now)
    {
        var minReady = TimeSpan.FromSeconds(set.Count("spec", "minReadySeconds"));
        return owned.Select(pod => pod.AvailableAt(minReady, now)).Min() - now;
    }

    private IEnumerable<ObjectKey> WakeForOrphan(StoreEvent change) =>
        change.Type == "DELETED" || change.Object.Controller() is not null
            ? []
            : objects.List(kind, change.Object.Namespace())
                .Where(set => Ownership.SelectorOf(set).Matches(change.Object.Labels()))
                .Select(set => set.Key(kind));
}

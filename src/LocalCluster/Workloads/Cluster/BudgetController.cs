using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads.Cluster;

/// <summary>Keeps the status of disruption budgets.</summary>
internal sealed class BudgetController(ClusterObjects objects, Announce events, TimeProvider time) : IController
{
    /// <inheritdoc />
    public string Name => "controllermanager";

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches =>
    [
        Watch.Self(objects.Budgets),
        new(objects.Pods, WakeForPod),
        .. Scaled.Select(kind => new Watch(kind, WakeAll)),
    ];

    private IEnumerable<ResourceKind> Scaled => [objects.ReplicaSets, objects.StatefulSets, objects.ReplicationControllers];

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (objects.Find(key) is not { } budget)
        {
            return null;
        }

        var pods = objects.Api.List(objects.Pods, key.Namespace, Ownership.SelectorOf(budget));
        if (pods.Count == 0)
        {
            events(Name, budget, EventNote.Normal("NoPods", "No matching pods found"));
        }

        var now = time.GetUtcNow();
        var status = BudgetStatus.Compute(budget, [.. pods.Select(PodFacts.From)], ExpectedScale(pods), now);
        await objects.SetStatusAsync(objects.Budgets, budget, status, cancellationToken);
        return status["disruptedPods"] is null ? null : BudgetStatus.EvictionGrace;
    }

    private int ExpectedScale(IReadOnlyList<JsonObject> pods) =>
        pods.Select(pod => pod.Controller() is { } owner ? (Namespace: pod.Namespace(), Owner: owner) : default)
            .Where(entry => entry.Owner is not null)
            .DistinctBy(entry => entry.Owner.Text("uid"))
            .Sum(entry => ScaleOf(entry.Namespace, entry.Owner));

    /// <summary>The scale of the topmost controller: a deployment's, where it controls the replica set.</summary>
    private int ScaleOf(string ns, JsonObject owner)
    {
        var kind = Scaled.FirstOrDefault(kind => kind.Kind == owner.Text("kind"));
        var found = kind is null ? null : objects.Api.Find(kind, ns, owner.Text("name"));
        if (found?.Controller() is { } top && top.Text("kind") == objects.Deployments.Kind)
        {
            found = objects.Api.Find(objects.Deployments, ns, top.Text("name")) ?? found;
        }

        return found?.Count("spec", "replicas", 1) ?? 0;
    }

    private IEnumerable<ObjectKey> WakeForPod(StoreEvent change)
    {
        var labels = change.Object.Labels();
        return objects.List(objects.Budgets, change.Object.Namespace())
            .Where(budget => Ownership.SelectorOf(budget).Matches(labels))
            .Select(budget => budget.Key(objects.Budgets));
    }

    private IEnumerable<ObjectKey> WakeAll(StoreEvent change) =>
        change.Old?.Count("spec", "replicas", 1) == change.Object.Count("spec", "replicas", 1)
            ? []
            : objects.List(objects.Budgets, change.Object.Namespace()).Select(budget => budget.Key(objects.Budgets));
}

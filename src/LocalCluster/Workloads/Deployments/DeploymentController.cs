using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads.Deployments;

/// <summary>Rolls the pods of deployments over to their present template, by way of replica sets.</summary>
internal sealed class DeploymentController(ClusterObjects objects, Announce events, TimeProvider time) : IController
{
    private readonly Ownership _ownership = new(objects);

    /// <inheritdoc />
    public string Name => "deployment-controller";

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches =>
    [
        Watch.Self(objects.Deployments),
        Watch.Owner(objects.ReplicaSets, objects.Deployments),
        new(objects.Pods, WakeForGonePod),
    ];

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (objects.Find(key) is not { } deployment)
        {
            return null;
        }

        var facts = await ReadAsync(deployment, cancellationToken);
        if (deployment.IsTerminating())
        {
            return await TellAsync(facts, inRollout: false, cancellationToken);
        }

        facts = await MarkPauseAsync(facts, cancellationToken);
        var isScaling = facts.IsPaused || facts.IsScalingEvent;
        facts = await PrepareNewSetAsync(facts, mayCreate: !isScaling, cancellationToken);
        var scales = isScaling ? ProportionalScaling.Decide(facts) : RollingUpdate.Decide(facts, OldPodsRun(facts));
        foreach (var scale in scales)
        {
            await ScaleAsync(facts, scale, cancellationToken);
        }

        if (scales.Count > 0)
        {
            facts = await ReadAsync(objects.Find(key) ?? deployment, cancellationToken);
        }

        await CleanUpAsync(facts, cancellationToken);
        return await TellAsync(facts, inRollout: !isScaling, cancellationToken);
    }

    private async Task<DeploymentFacts> ReadAsync(JsonObject deployment, CancellationToken cancellationToken) =>
        RevisionHistory.Sort(
            deployment, await _ownership.ClaimAsync(objects.Deployments, deployment, objects.ReplicaSets, cancellationToken));

    private async Task<DeploymentFacts> MarkPauseAsync(DeploymentFacts facts, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return facts with
        {
            Source = await objects.ChangeStatusAsync(
                objects.Deployments, facts.Source, stored => DeploymentStatus.MarkPause(facts, stored.Make("status"), now), cancellationToken),
        };
    }

    /// <summary>Creates the new replica set where it is missing, and brings its annotations and the deployment's revision up to date.</summary>
    private async Task<DeploymentFacts> PrepareNewSetAsync(DeploymentFacts facts, bool mayCreate, CancellationToken cancellationToken)
    {
        // A Recreate makes its new replica set only when the old pods are gone.
        if (facts.New is null && mayCreate && !(facts.Recreates && (facts.Old.Any(set => set.Replicas > 0) || OldPodsRun(facts))))
        {
            facts = await CreateNewSetAsync(facts, cancellationToken);
        }

        if (facts.New is not { } fresh)
        {
            return facts;
        }

        var minReady = facts.Source.Count("spec", "minReadySeconds");
        var set = await objects.ChangeAsync(
            objects.ReplicaSets,
            fresh.Source,
            stored =>
            {
                RevisionHistory.Annotate(stored, facts);
                if (stored.Count("spec", "minReadySeconds") != minReady)
                {
                    stored.Make("spec")["minReadySeconds"] = minReady;
                }
            },
            cancellationToken);
        var revision = set.Annotation(RolloutSet.RevisionAnnotation);

        // Written with the status, as upstream does: otherwise the annotation would count as a new generation.
        var deployment = await objects.ChangeStatusAsync(
            objects.Deployments,
            facts.Source,
            stored => stored.Make("metadata", "annotations")[RolloutSet.RevisionAnnotation] = revision,
            cancellationToken);
        facts = facts with { Source = deployment, New = new RolloutSet(set) };
        return await MarkFoundAsync(facts, set.Name(), cancellationToken);
    }

    private async Task<DeploymentFacts> CreateNewSetAsync(DeploymentFacts facts, CancellationToken cancellationToken)
    {
        var wanted = RevisionHistory.NewSet(objects.Deployments, facts);
        try
        {
            var set = await objects.CreateAsync(objects.ReplicaSets, wanted, cancellationToken);
            if (set.Count("spec", "replicas") is > 0 and var count)
            {
                events(Name, facts.Source, EventNote.Normal("ScalingReplicaSet", $"Scaled up replica set {set.Name()} from 0 to {count}"));
            }

            var created = Conditions.Of("Progressing", "True", "NewReplicaSetCreated", $"Created new replica set \"{set.Name()}\"");
            return await MarkAsync(facts with { New = new RolloutSet(set) }, created, cancellationToken);
        }
        catch (ApiError error) when (error.Reason == "AlreadyExists")
        {
            // Another template has this hash: the next pass takes another one.
            await objects.ChangeStatusAsync(
                objects.Deployments,
                facts.Source,
                stored => stored.Make("status")["collisionCount"] = stored.Count("status", "collisionCount") + 1,
                cancellationToken);
            throw;
        }
        catch (ApiError error)
        {
            var message = $"Failed to create new replica set \"{wanted.Name()}\": {error.Message}";
            events(Name, facts.Source, EventNote.Warning("ReplicaSetCreateError", message));
            await MarkAsync(facts, Conditions.Of("Progressing", "False", "ReplicaSetCreateError", message), cancellationToken);
            throw;
        }
    }

    private Task<DeploymentFacts> MarkFoundAsync(DeploymentFacts facts, string set, CancellationToken cancellationToken) =>
        facts.Source.Condition("Progressing") is null
            ? MarkAsync(facts, Conditions.Of("Progressing", "True", "FoundNewReplicaSet", $"Found new replica set \"{set}\""), cancellationToken)
            : Task.FromResult(facts);

    private async Task<DeploymentFacts> MarkAsync(DeploymentFacts facts, JsonObject condition, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return facts with
        {
            Source = await objects.ChangeStatusAsync(
                objects.Deployments, facts.Source, stored => DeploymentStatus.MarkNewSet(facts, stored.Make("status"), condition, now), cancellationToken),
        };
    }

    private async Task ScaleAsync(DeploymentFacts facts, SetScale scale, CancellationToken cancellationToken)
    {
        await objects.ChangeAsync(
            objects.ReplicaSets,
            scale.Set.Source,
            stored =>
            {
                RevisionHistory.MarkScale(stored, facts);
                stored.Make("spec")["replicas"] = scale.Replicas;
            },
            cancellationToken);
        if (scale.IsChange)
        {
            events(Name, facts.Source, EventNote.Normal("ScalingReplicaSet", scale.Message));
        }
    }

    private async Task CleanUpAsync(DeploymentFacts facts, CancellationToken cancellationToken)
    {
        if (!facts.IsPaused && !DeploymentStatus.IsComplete(facts, facts.Source["status"] as JsonObject ?? []))
        {
            return;
        }

        foreach (var set in RevisionHistory.Surplus(facts))
        {
            await objects.DeleteAsync(objects.ReplicaSets, set.Source, new DeleteOptions(), cancellationToken);
        }
    }

    private async Task<TimeSpan?> TellAsync(DeploymentFacts facts, bool inRollout, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var status = DeploymentStatus.Compute(facts, inRollout, now);
        await objects.SetStatusAsync(objects.Deployments, facts.Source, status, cancellationToken);
        return inRollout ? DeploymentStatus.NextCheck(facts, status, now) : null;
    }

    private bool OldPodsRun(DeploymentFacts facts) =>
        facts.Recreates
        && facts.Old.Any(set => set.Actual > 0 || objects.Api.ListOwnedBy(objects.Pods, set.Source.Uid()).Any(pod => !PodFacts.From(pod).IsEnded));

    private IEnumerable<ObjectKey> WakeForGonePod(StoreEvent change) =>
        change.Type == "DELETED"
        && change.Object.Controller() is { } set
        && objects.Api.Find(objects.ReplicaSets, change.Object.Namespace(), set.Text("name"))?.Controller() is { } owner
            ? [new ObjectKey("apps", "Deployment", change.Object.Namespace(), owner.Text("name"))]
            : [];
}

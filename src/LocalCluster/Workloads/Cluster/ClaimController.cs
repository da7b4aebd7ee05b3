using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;

namespace Autoscale.LocalCluster.Workloads.Cluster;

/// <summary>Tells of volume claims that nothing can bind (there are no volumes here), and lets go those that are deleted and not in use.</summary>
internal sealed class ClaimController(ClusterObjects objects, Announce events) : IController
{
    private const string Protection = "kubernetes.io/pvc-protection";
    private static readonly TimeSpan Resync = TimeSpan.FromSeconds(15);

    /// <inheritdoc />
    public string Name => "persistentvolume-controller";

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches =>
    [
        Watch.Self(objects.Claims),
        new(objects.Pods, change => change.Type == "DELETED" || PodFacts.From(change.Object).IsEnded ? ClaimsOf(change.Object) : []),
    ];

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (objects.Find(key) is not { } claim)
        {
            return null;
        }

        if (claim.IsTerminating())
        {
            await ReleaseAsync(key, claim, cancellationToken);
            return null;
        }

        if (claim.Text("spec", "volumeName").Length > 0 || claim.Text("status", "phase") == "Bound" || claim.Text("spec", "storageClassName").Length > 0)
        {
            return null;
        }

        events(Name, claim, EventNote.Normal("FailedBinding", "no persistent volumes available for this claim and no storage class is set"));
        return Resync;
    }

    private async Task ReleaseAsync(ObjectKey key, JsonObject claim, CancellationToken cancellationToken)
    {
        var isUsed = objects.List(objects.Pods, key.Namespace).Any(pod => !PodFacts.From(pod).IsEnded && ClaimsOf(pod).Contains(key));
        if (isUsed || !claim.Texts("metadata", "finalizers").Contains(Protection))
        {
            return;
        }

        await objects.ChangeAsync(
            objects.Claims,
            claim,
            stored =>
            {
                var kept = stored.Texts("metadata", "finalizers").Where(finalizer => finalizer != Protection).Select(finalizer => JsonValue.Create(finalizer)).ToArray<JsonNode?>();
                stored.Make("metadata").Remove("finalizers");
                if (kept.Length > 0)
                {
                    stored.Make("metadata")["finalizers"] = new JsonArray(kept);
                }
            },
            cancellationToken);
    }

    private IEnumerable<ObjectKey> ClaimsOf(JsonObject pod) =>
        pod.Objects("spec", "volumes")
            .Select(volume => volume.Text("persistentVolumeClaim", "claimName"))
            .Where(name => name.Length > 0)
            .Select(name => new ObjectKey("", objects.Claims.Kind, pod.Namespace(), name));
}

using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads.Cluster;

/// <summary>Deletes objects whose owners are gone, and finishes deletions that wait for their dependents or leave them as orphans.</summary>
internal sealed class GarbageCollector(ClusterObjects objects) : IController
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    /// <inheritdoc />
    public string Name => "generic-garbage-collector";

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches =>
        [.. objects.Kinds.Where(kind => kind.Kind is not ("Event" or "Lease")).Select(kind => new Watch(kind, Wake))];

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (objects.Find(key) is not { } value || objects.TryOf(key.Group, key.Kind) is not { } kind)
        {
            return null;
        }

        if (value.IsTerminating() && HasFinalizer(value, Orphan))
        {
            await OrphanAsync(kind, value, cancellationToken);
        }
        else if (value.IsTerminating() && HasFinalizer(value, Foreground))
        {
            await FinishForegroundAsync(kind, value, cancellationToken);
        }
        else if (!value.IsTerminating())
        {
            await CollectAsync(kind, value, cancellationToken);
        }

        return null;
    }

    private async Task OrphanAsync(ResourceKind kind, JsonObject owner, CancellationToken cancellationToken)
    {
        foreach (var (dependentKind, dependent) in objects.Api.ListDependents(owner.Uid()))
        {
            await DropReferencesAsync(dependentKind, dependent, uid => uid == owner.Uid(), cancellationToken);
        }

        await RemoveFinalizerAsync(kind, owner, Orphan, cancellationToken);
    }

    private async Task FinishForegroundAsync(ResourceKind kind, JsonObject owner, CancellationToken cancellationToken)
    {
        var dependents = objects.Api.ListDependents(owner.Uid());
        foreach (var (dependentKind, dependent) in dependents.Where(entry => !entry.Object.IsTerminating()))
        {
            await CollectAsync(dependentKind, dependent, cancellationToken);
        }

        if (!objects.Api.ListDependents(owner.Uid()).Any(entry => Blocks(entry.Object, owner.Uid())))
        {
            await RemoveFinalizerAsync(kind, owner, Foreground, cancellationToken);
        }
    }

    private async Task CollectAsync(ResourceKind kind, JsonObject value, CancellationToken cancellationToken)
    {
        var owners = value.Objects("metadata", "ownerReferences").Select(reference => (Uid: reference.Text("uid"), State: StateOf(value, reference))).ToList();
        if (owners.Count == 0)
        {
            return;
        }

        if (owners.Exists(owner => owner.State == OwnerState.Solid))
        {
            var gone = owners.Where(owner => owner.State != OwnerState.Solid).Select(owner => owner.Uid).ToHashSet();
            await DropReferencesAsync(kind, value, gone.Contains, cancellationToken);
            return;
        }

        // What an owner waits for waits for its own dependents in turn.
        var waits = owners.Exists(owner => owner.State == OwnerState.Waiting) && objects.Api.ListDependents(value.Uid()).Count > 0;
        await objects.DeleteAsync(
            kind, value, new DeleteOptions { PropagationPolicy = waits ? "Foreground" : "Background" }, cancellationToken);
    }

    private OwnerState StateOf(JsonObject value, JsonObject reference)
    {
        var apiVersion = reference.Text("apiVersion");
        var group = apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion[..apiVersion.IndexOf('/', StringComparison.Ordinal)] : "";
        if (objects.TryOf(group, reference.Text("kind")) is not { } kind)
        {
            // An owner of a kind that the cluster does not know cannot be judged.
            return OwnerState.Solid;
        }

        var owner = objects.Api.Find(kind, kind.Namespaced ? value.Namespace() : "", reference.Text("name"));
        if (owner is null || owner.Uid() != reference.Text("uid"))
        {
            return OwnerState.Gone;
        }

        return owner.IsTerminating() && HasFinalizer(owner, Foreground) ? OwnerState.Waiting : OwnerState.Solid;
    }

    private async Task DropReferencesAsync(ResourceKind kind, JsonObject value, Func<string, bool> drops, CancellationToken cancellationToken)
    {
        if (!value.Objects("metadata", "ownerReferences").Any(reference => drops(reference.Text("uid"))))
        {
            return;
        }

        await objects.ChangeAsync(
            kind,
            value,
            stored => ReplaceList(stored, "ownerReferences", stored.Objects("metadata", "ownerReferences").Where(reference => !drops(reference.Text("uid")))),
            cancellationToken);
    }

    private Task<JsonObject> RemoveFinalizerAsync(ResourceKind kind, JsonObject value, string finalizer, CancellationToken cancellationToken) =>
        objects.ChangeAsync(
            kind,
            value,
            stored => ReplaceList(stored, "finalizers", stored.Texts("metadata", "finalizers").Where(text => text != finalizer).Select(text => JsonValue.Create(text)!)),
            cancellationToken);

    private static void ReplaceList(JsonObject value, string part, IEnumerable<JsonNode> items)
    {
        var kept = items.Select(item => item.DeepClone()).ToArray();
        value.Make("metadata").Remove(part);
        if (kept.Length > 0)
        {
            value.Make("metadata")[part] = new JsonArray(kept);
        }
    }

    private static bool HasFinalizer(JsonObject value, string finalizer) => value.Texts("metadata", "finalizers").Contains(finalizer);

    private static bool Blocks(JsonObject dependent, string ownerUid) =>
        dependent.Objects("metadata", "ownerReferences").Any(reference => reference.Text("uid") == ownerUid && reference.IsTrue("blockOwnerDeletion"));

    private IEnumerable<ObjectKey> Wake(StoreEvent change)
    {
        if (change.Type != "DELETED")
        {
            var concerns = change.Object.IsTerminating() || change.Object.At("metadata", "ownerReferences") is JsonArray { Count: > 0 };
            return concerns ? [change.Object.Key(change.Kind)] : [];
        }

        return objects.Api.ListDependents(change.Object.Uid()).Select(entry => entry.Object.Key(entry.Kind))
            .Concat(change.Object.Objects("metadata", "ownerReferences").Select(reference => OwnerKey(change.Object, reference)).OfType<ObjectKey>());
    }

    private ObjectKey? OwnerKey(JsonObject value, JsonObject reference)
    {
        var parts = reference.Text("apiVersion").Split('/');
        return objects.TryOf(parts.Length == 2 ? parts[0] : "", reference.Text("kind")) is { } kind
            ? new ObjectKey(kind.Group, kind.Kind, kind.Namespaced ? value.Namespace() : "", reference.Text("name"))
            : null;
    }

    private enum OwnerState
    {
        Solid,
        Waiting,
        Gone,
    }
}

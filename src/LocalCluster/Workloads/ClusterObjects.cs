using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>The API as the cluster's own controllers use it: by kind, with reads and writes of typed places.</summary>
internal sealed class ClusterObjects(ApiVerbs api, KindRegistry kinds)
{
    /// <summary>The verbs beneath.</summary>
    public ApiVerbs Api => api;

    /// <summary>Where the kinds come from, custom ones among them.</summary>
    public KindRegistry Registry => kinds;

    /// <summary>Every stored kind.</summary>
    public IEnumerable<ResourceKind> Kinds => kinds.Picture.AllStored;

    /// <summary>core/v1 Pod.</summary>
    public ResourceKind Pods => Of("", "Pod");

    /// <summary>core/v1 Node.</summary>
    public ResourceKind Nodes => Of("", "Node");

    /// <summary>core/v1 Namespace.</summary>
    public ResourceKind Namespaces => Of("", "Namespace");

    /// <summary>core/v1 Service.</summary>
    public ResourceKind Services => Of("", "Service");

    /// <summary>core/v1 Endpoints.</summary>
    public ResourceKind Endpoints => Of("", "Endpoints");

    /// <summary>core/v1 ConfigMap.</summary>
    public ResourceKind ConfigMaps => Of("", "ConfigMap");

    /// <summary>core/v1 ServiceAccount.</summary>
    public ResourceKind ServiceAccounts => Of("", "ServiceAccount");

    /// <summary>core/v1 PersistentVolumeClaim.</summary>
    public ResourceKind Claims => Of("", "PersistentVolumeClaim");

    /// <summary>core/v1 PersistentVolume.</summary>
    public ResourceKind Volumes => Of("", "PersistentVolume");

    /// <summary>storage.k8s.io/v1 StorageClass.</summary>
    public ResourceKind StorageClasses => Of("storage.k8s.io", "StorageClass");

    /// <summary>storage.k8s.io/v1 VolumeAttributesClass.</summary>
    public ResourceKind AttributesClasses => Of("storage.k8s.io", "VolumeAttributesClass");

    /// <summary>core/v1 ReplicationController.</summary>
    public ResourceKind ReplicationControllers => Of("", "ReplicationController");

    /// <summary>core/v1 Event.</summary>
    public ResourceKind Events => Of("", "Event");

    /// <summary>apps/v1 ReplicaSet.</summary>
    public ResourceKind ReplicaSets => Of("apps", "ReplicaSet");

    /// <summary>apps/v1 Deployment.</summary>
    public ResourceKind Deployments => Of("apps", "Deployment");

    /// <summary>apps/v1 StatefulSet.</summary>
    public ResourceKind StatefulSets => Of("apps", "StatefulSet");

    /// <summary>batch/v1 CronJob.</summary>
    public ResourceKind CronJobs => Of("batch", "CronJob");

    /// <summary>batch/v1 Job.</summary>
    public ResourceKind Jobs => Of("batch", "Job");

    /// <summary>policy/v1 PodDisruptionBudget.</summary>
    public ResourceKind Budgets => Of("policy", "PodDisruptionBudget");

    /// <summary>coordination.k8s.io/v1 Lease.</summary>
    public ResourceKind Leases => Of("coordination.k8s.io", "Lease");

    /// <summary>The stored kind of that group and name; throws when the cluster has none.</summary>
    public ResourceKind Of(string group, string kind) => TryOf(group, kind) ?? throw new KeyNotFoundException($"no kind {kind} in group {group}");

    /// <summary>The stored kind of that group and name, or null.</summary>
    public ResourceKind? TryOf(string group, string kind) => kinds.Picture.FindStored(group, kind);

    /// <summary>The stored object of the key, or null.</summary>
    public JsonObject? Find(ObjectKey key) =>
        TryOf(key.Group, key.Kind) is { } kind ? api.Find(kind, key.Namespace, key.Name) : null;

    /// <summary>Every object of the kind in the namespace (null: in all).</summary>
    public IReadOnlyList<JsonObject> List(ResourceKind kind, string? ns) => api.List(kind, ns, LabelSelector.Everything);

    /// <summary>Stores a new object.</summary>
    public Task<JsonObject> CreateAsync(ResourceKind kind, JsonObject value, CancellationToken cancellationToken) =>
        api.CreateAsync(kind, value.Namespace(), value, WriteOptions.Internal, cancellationToken);

    /// <summary>Changes the specification or metadata of a stored object in place; nothing is written when nothing changed.</summary>
    public Task<JsonObject> ChangeAsync(ResourceKind kind, JsonObject value, Action<JsonObject> change, CancellationToken cancellationToken) =>
        UpdateAsync(kind, value, change, WriteOptions.Internal, cancellationToken);

    /// <summary>Changes the status of a stored object in place; nothing is written when nothing changed.</summary>
    public Task<JsonObject> ChangeStatusAsync(ResourceKind kind, JsonObject value, Action<JsonObject> change, CancellationToken cancellationToken) =>
        UpdateAsync(kind, value, change, StatusWrite, cancellationToken);

    /// <summary>Replaces the status of a stored object; nothing is written when it is the same.</summary>
    public Task<JsonObject> SetStatusAsync(ResourceKind kind, JsonObject value, JsonObject status, CancellationToken cancellationToken) =>
        ChangeStatusAsync(kind, value, stored => stored["status"] = status.DeepClone(), cancellationToken);

    /// <summary>Deletes the very object (by uid); one that is gone already is no error.</summary>
    public async Task DeleteAsync(ResourceKind kind, JsonObject value, DeleteOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await api.DeleteAsync(kind, value.Namespace(), value.Name(), options with { PreconditionUid = value.Uid() }, cancellationToken);
        }
        catch (ApiError error) when (error.Code == 404)
        {
            return;
        }
    }

    /// <summary>Takes a finalizer away; nothing is written when it is not there.</summary>
    public Task<JsonObject> RemoveFinalizerAsync(ResourceKind kind, JsonObject value, string finalizer, CancellationToken cancellationToken) =>
        ChangeAsync(
            kind,
            value,
            stored =>
            {
                var kept = stored.Texts("metadata", "finalizers").Where(one => one != finalizer).Select(one => JsonValue.Create(one)).ToArray<JsonNode?>();
                stored.Make("metadata").Remove("finalizers");
                if (kept.Length > 0)
                {
                    stored.Make("metadata")["finalizers"] = new JsonArray(kept);
                }
            },
            cancellationToken);

    private static readonly WriteOptions StatusWrite = WriteOptions.Internal with { Subresource = "status" };

    private Task<JsonObject> UpdateAsync(
        ResourceKind kind, JsonObject value, Action<JsonObject> change, WriteOptions options, CancellationToken cancellationToken) =>
        api.UpdateAsync(kind, value.Namespace(), value.Name(), stored => Changed(stored, value.Uid(), change), options, cancellationToken);

    private static JsonObject? Changed(JsonObject stored, string uid, Action<JsonObject> change)
    {
        if (stored.Uid() != uid)
        {
            return null;
        }

        var before = stored.DeepClone();
        change(stored);
        return JsonNode.DeepEquals(before, stored) ? null : stored;
    }
}

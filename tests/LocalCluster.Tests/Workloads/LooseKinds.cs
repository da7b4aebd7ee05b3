using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Tests.Workloads;

/// <summary>Every kind that controllers touch, without schema, defaults or validation: tests of controllers write complete objects.</summary>
internal static class LooseKinds
{
    private static readonly FieldSchema Anything = new(FieldType.Map) { Items = new FieldSchema(FieldType.Any) };

    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        Of("", "Namespace", "namespaces") with
        {
            Namespaced = false,
            BeginDeletion = value => value["status"] = new JsonObject { ["phase"] = "Terminating" },
            HoldsDeletion = value => value["spec"]?["finalizers"] is JsonArray { Count: > 0 },
        },
        Of("", "Pod", "pods") with { GracePeriod = Grace },
        Of("", "Node", "nodes") with { Namespaced = false, CreatesWithStatus = true },
        Of("", "Service", "services"),
        Of("", "Endpoints", "endpoints") with { HasStatus = false },
        Of("", "ConfigMap", "configmaps") with { HasStatus = false },
        Of("", "Secret", "secrets") with { HasStatus = false },
        Of("", "ServiceAccount", "serviceaccounts") with { HasStatus = false },
        Of("", "PersistentVolumeClaim", "persistentvolumeclaims"),
        Of("", "PersistentVolume", "persistentvolumes") with { Namespaced = false },
        Of("", "ReplicationController", "replicationcontrollers"),
        Of("storage.k8s.io", "StorageClass", "storageclasses") with { Namespaced = false, HasStatus = false },
        Of("storage.k8s.io", "VolumeAttributesClass", "volumeattributesclasses") with { Namespaced = false, HasStatus = false },
        Of("", "ResourceQuota", "resourcequotas"),
        Of("", "Event", "events") with { HasStatus = false },
        Of("apps", "Deployment", "deployments"),
        Of("apps", "ReplicaSet", "replicasets"),
        Of("apps", "StatefulSet", "statefulsets"),
        Of("batch", "CronJob", "cronjobs"),
        Of("batch", "Job", "jobs"),
        Of("policy", "PodDisruptionBudget", "poddisruptionbudgets"),
        Of("coordination.k8s.io", "Lease", "leases") with { HasStatus = false },
    ];

    private static ResourceKind Of(string group, string kind, string plural) => new()
    {
        Group = group,
        Version = "v1",
        Kind = kind,
        Plural = plural,
        Singular = kind.ToUpperInvariant(),
        HasStatus = true,
        HasGeneration = true,
        Schema = Anything,
    };

    private static long Grace(JsonObject pod) =>
        pod["spec"]?["nodeName"] is null || (string?)pod["status"]?["phase"] is "Succeeded" or "Failed" ? 0 : 30;
}

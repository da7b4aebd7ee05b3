using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Apps;
using Autoscale.LocalCluster.Kinds.Autoscaling;
using Autoscale.LocalCluster.Kinds.Core;

namespace Autoscale.LocalCluster.Kinds;

/// <summary>Every kind that the cluster serves; adding a kind is adding its description here.</summary>
public static class KnownKinds
{
    /// <summary>All of them, in the order of discovery; the preferred version of a kind comes first.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        ConfigMapKind.Description,
        NamespaceKind.Description,
        PersistentVolumeClaimKind.Description,
        PodKind.Description,
        SecretKind.Description,
        ServiceAccountKind.Description,
        DeploymentKind.Description,
        ReplicaSetKind.Description,
        StatefulSetKind.Description,
        HpaKind.V2,
        HpaKind.V1,
    ];
}

using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Apps;
using Autoscale.LocalCluster.Kinds.Authorization;
using Autoscale.LocalCluster.Kinds.Autoscaling;
using Autoscale.LocalCluster.Kinds.Batch;
using Autoscale.LocalCluster.Kinds.Coordination;
using Autoscale.LocalCluster.Kinds.Core;
using Autoscale.LocalCluster.Kinds.Devices;
using Autoscale.LocalCluster.Kinds.Extensions;
using Autoscale.LocalCluster.Kinds.Networking;
using Autoscale.LocalCluster.Kinds.Policy;
using Autoscale.LocalCluster.Kinds.Registration;
using Autoscale.LocalCluster.Kinds.Runtimes;
using Autoscale.LocalCluster.Kinds.Scheduling;
using Autoscale.LocalCluster.Kinds.Storage;

namespace Autoscale.LocalCluster.Kinds;

/// <summary>Every kind that the cluster serves; adding a kind is adding its description here.</summary>
public static class KnownKinds
{
    /// <summary>All of them, in the order of discovery; the preferred version of a kind comes first.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        ConfigMapKind.Description,
        EndpointsKind.Description,
        EventKind.Description,
        LimitRangeKind.Description,
        NamespaceKind.Description,
        NodeKind.Description,
        PersistentVolumeClaimKind.Description,
        PersistentVolumeKind.Description,
        PodKind.Description,
        ReplicationControllerKind.Description,
        ResourceQuotaKind.Description,
        SecretKind.Description,
        ServiceAccountKind.Description,
        ServiceKind.Description,
        ApiServiceKind.Description,
        DeploymentKind.Description,
        ReplicaSetKind.Description,
        StatefulSetKind.Description,
        HpaKind.V2,
        HpaKind.V1,
        CronJobKind.Description,
        JobKind.Description,
        IngressKind.Description,
        NetworkPolicyKind.Description,
        PodDisruptionBudgetKind.Description,
        RoleKind.Cluster,
        RoleBindingKind.Cluster,
        RoleKind.Namespaced,
        RoleBindingKind.Namespaced,
        StorageClassKind.Description,
        VolumeAttributesClassKind.Description,
        WebhookConfigurationKinds.Mutating,
        WebhookConfigurationKinds.Validating,
        CustomResourceDefinitionKind.Description,
        PriorityClassKind.Description,
        LeaseKind.Description,
        RuntimeClassKind.Description,
        DeviceClassKind.Description,
        ResourceClaimKind.Description,
        ResourceClaimKind.Template,
    ];
}

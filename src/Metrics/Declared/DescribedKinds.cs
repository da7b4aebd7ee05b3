namespace Autoscale.Metrics.Declared;

/// <summary>The built-in kinds that a source may name without their group and resource.</summary>
public static class DescribedKinds
{
    private static readonly Dictionary<string, DescribedKind> BuiltIn = new DescribedKind[]
    {
        new("", "Pod", "pods", true),
        new("", "Service", "services", true),
        new("", "Namespace", "namespaces", false),
        new("", "Node", "nodes", false),
        new("", "PersistentVolumeClaim", "persistentvolumeclaims", true),
        new("", "PersistentVolume", "persistentvolumes", false),
        new("", "ReplicationController", "replicationcontrollers", true),
        new("apps", "Deployment", "deployments", true),
        new("apps", "StatefulSet", "statefulsets", true),
        new("apps", "DaemonSet", "daemonsets", true),
        new("apps", "ReplicaSet", "replicasets", true),
        new("batch", "Job", "jobs", true),
        new("batch", "CronJob", "cronjobs", true),
        new("networking.k8s.io", "Ingress", "ingresses", true),
        new("autoscaling", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true),
    }.ToDictionary(kind => kind.Kind, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<DescribedKind> All => BuiltIn.Values;

    /// <summary>The kind that is meant; null when its resource is neither given nor known.</summary>
    public static DescribedKind? Find(AssociatedKind meant)
    {
        if (BuiltIn.GetValueOrDefault(meant.Kind) is { } known && (meant.Group is null || meant.Group == known.Group))
        {
            return known;
        }

        return meant.Resource is { Length: > 0 } resource
            ? new DescribedKind(meant.Group ?? "", meant.Kind, resource, meant.Namespaced ?? true)
            : null;
    }
}

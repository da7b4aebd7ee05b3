using System.Collections.Frozen;
using Autoscale.Kubernetes.Client;

namespace Autoscale.Vpa.Targeting;

/// <summary>A kind of controllers whose selector stands in its own specification, as upstream's well-known ones.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Route">Where its objects are.</param>
internal sealed record WorkloadKind(string Kind, KubeRoute Route)
{
    private const string Legacy = "extensions";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<WorkloadKind> All { get; } =
    [
        new("DaemonSet", new("apps", "v1", "daemonsets")),
        new("Deployment", new("apps", "v1", "deployments")),
        new("ReplicaSet", new("apps", "v1", "replicasets")),
        new("StatefulSet", new("apps", "v1", "statefulsets")),
        new("ReplicationController", new("", "v1", "replicationcontrollers")),
        new("Job", new("batch", "v1", "jobs")),
        new("CronJob", new("batch", "v1", "cronjobs")),
    ];

    private static readonly FrozenDictionary<string, WorkloadKind> ByKind = All.ToFrozenDictionary(one => one.Kind, StringComparer.Ordinal);

    /// <summary>
    /// The well-known kind of a reference, or null. Upstream goes by the kind's name alone, and takes another group's Job for a missing
    /// one of batch; here such a kind goes the way of all others, by its scale.
    /// </summary>
    public static WorkloadKind? Of(ControllerReference of) =>
        ByKind.TryGetValue(of.Kind, out var known) && (of.Group.Length == 0 || of.Group == Legacy || of.Group == known.Route.Group) ? known : null;
}

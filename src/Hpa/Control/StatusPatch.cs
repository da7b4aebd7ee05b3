using System.Text.Json.Serialization;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Control;

/// <summary>Replaces the status of an autoscaler; what it has no longer is sent as null, which a merge patch takes as "remove".</summary>
internal sealed record StatusPatch(StatusPatch.Content Status)
{
    public static StatusPatch Of(HpaStatus status) => new(
        new Content(status.CurrentReplicas ?? 0, status.DesiredReplicas, status.LastScaleTime, status.CurrentMetrics, status.Conditions));

    internal sealed record Content(
        int CurrentReplicas,
        int DesiredReplicas,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? LastScaleTime,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] IReadOnlyList<MetricStatus>? CurrentMetrics,
        IReadOnlyList<HpaCondition> Conditions);
}

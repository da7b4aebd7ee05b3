using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Control;

/// <summary>The newest decision about one autoscaler, as commands and dashboards show it.</summary>
/// <param name="Key">The autoscaler.</param>
/// <param name="Time">When it was decided.</param>
/// <param name="Target">The workload.</param>
/// <param name="Decision">What was decided, with every reason.</param>
/// <param name="Status">The status that the autoscaler has, or would have where we only observe.</param>
/// <param name="Error">What went wrong, in Kubernetes' words, or null.</param>
/// <param name="IsObserved">Whether nothing was written because another controller is in charge.</param>
public sealed record DecisionNote(
    ObjectKey Key,
    DateTimeOffset Time,
    CrossVersionObjectReference Target,
    ReplicaDecision Decision,
    HpaStatus Status,
    string? Error,
    bool IsObserved);

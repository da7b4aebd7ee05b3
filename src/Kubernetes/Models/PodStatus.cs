namespace Autoscale.Kubernetes.Models;

/// <summary>The fields of a pod's status that Autoscale reads.</summary>
public sealed record PodStatus
{
    /// <summary>Pending, Running, Succeeded, Failed or Unknown.</summary>
    public string? Phase { get; init; }

    /// <summary>Guaranteed, Burstable or BestEffort; null until the server set it.</summary>
    public string? QosClass { get; init; }

    /// <summary>Why the pod is in its phase, e.g. Evicted.</summary>
    public string? Reason { get; init; }

    /// <summary>Address of the pod.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("podIP")]
    public string? PodIP { get; init; }

    /// <summary>When the kubelet acknowledged the pod.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Conditions, Ready among them.</summary>
    public IReadOnlyList<PodCondition> Conditions { get => field ?? []; init => field = value.Filled(); }

    /// <summary>State of each container.</summary>
    public IReadOnlyList<ContainerStatus> ContainerStatuses { get => field ?? []; init => field = value.Filled(); }

    /// <summary>State of each init container.</summary>
    public IReadOnlyList<ContainerStatus> InitContainerStatuses { get => field ?? []; init => field = value.Filled(); }

    /// <summary>The resource claim that stands for the extended resources of the pod; null when there is none yet.</summary>
    public ExtendedResourceClaimStatus? ExtendedResourceClaimStatus { get; init; }

    /// <summary>State of an in-place resize: "", Proposed, InProgress, Deferred or Infeasible.</summary>
    public string? Resize { get; init; }
}

using System.Text.Json.Serialization;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Targeting;

/// <summary>The fields of a well-known controller's specification that say which pods are its own.</summary>
internal sealed record WorkloadTargetSpec
{
    /// <summary>The selector; null where there is none.</summary>
    [JsonConverter(typeof(WorkloadSelectorConverter))]
    public LabelSelectorSpec? Selector { get; init; }

    /// <summary>Pods that are wanted; null where the kind does not say.</summary>
    public int? Replicas { get; init; }

    /// <summary>What a cron job's jobs are made from; null of other kinds.</summary>
    public JobTarget? JobTemplate { get; init; }

    /// <summary>What a cron job's jobs are made from.</summary>
    internal sealed record JobTarget
    {
        public JobTargetSpec Spec { get => field ?? new(); init; }
    }

    /// <summary>The desired state of a cron job's jobs.</summary>
    internal sealed record JobTargetSpec
    {
        public PodTarget Template { get => field ?? new(); init; }
    }

    /// <summary>What the pods of a cron job's jobs are made from.</summary>
    internal sealed record PodTarget
    {
        public ObjectMeta Metadata { get => field ?? new(); init; }
    }
}

using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Targeting;

/// <summary>The fields of a well-known controller that say which pods are its own.</summary>
internal sealed record WorkloadTarget : IKubeObject
{
    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>The desired state.</summary>
    public WorkloadTargetSpec Spec { get => field ?? new(); init; }

    /// <summary>The observed state.</summary>
    public WorkloadTargetStatus Status { get => field ?? new(); init; }

    /// <summary>The selector of its pods; throws <see cref="FormatException"/> where it is malformed.</summary>
    public LabelSelector Selector() => Spec.JobTemplate is { } jobs
        ? LabelSelector.FromLabels(jobs.Spec.Template.Metadata.Labels)
        : LabelSelector.From(Spec.Selector);
}

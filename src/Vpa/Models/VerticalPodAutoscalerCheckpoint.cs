using System.Text.Json.Serialization.Metadata;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Models;

/// <summary>What is known of the usage of one container, kept across restarts, <c>autoscaling.k8s.io/v1</c>.</summary>
public sealed record VerticalPodAutoscalerCheckpoint : IKubeObject
{
    /// <summary>Every one of the cluster.</summary>
    public static KubeRoute Route { get; } = new("autoscaling.k8s.io", "v1", "verticalpodautoscalercheckpoints");

    /// <summary>How it is read.</summary>
    public static JsonTypeInfo<VerticalPodAutoscalerCheckpoint> JsonType => VpaJson.Default.VerticalPodAutoscalerCheckpoint;

    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>Whose usage it is.</summary>
    public CheckpointSpec Spec { get => field ?? new(); init; }

    /// <summary>The usage.</summary>
    public CheckpointStatus Status { get => field ?? new(); init; }
}

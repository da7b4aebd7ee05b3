using System.Text.Json.Serialization.Metadata;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Models;

/// <summary>A vertical autoscaler, <c>autoscaling.k8s.io/v1</c>, as VPA 1.7 defines it.</summary>
public sealed record VerticalPodAutoscaler : IKubeObject
{
    /// <summary>Every one of the cluster.</summary>
    public static KubeRoute Route { get; } = new("autoscaling.k8s.io", "v1", "verticalpodautoscalers");

    /// <summary>How it is read.</summary>
    public static JsonTypeInfo<VerticalPodAutoscaler> JsonType => VpaJson.Default.VerticalPodAutoscaler;

    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>What the user asks for.</summary>
    public VpaSpec Spec { get => field ?? new(); init; }

    /// <summary>What was found out and recommended.</summary>
    public VpaStatus Status { get => field ?? new(); init; }
}

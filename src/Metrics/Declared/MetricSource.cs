using System.Text.Json.Serialization.Metadata;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Metrics.Declared;

/// <summary>Where external and custom metrics of one namespace come from, <c>autoscale.dev/v1alpha1</c>.</summary>
public sealed record MetricSource : IDeclaredSource
{
    /// <summary>Every one of the cluster.</summary>
    public static KubeRoute Route { get; } = new("autoscale.dev", "v1alpha1", "metricsources");

    /// <summary>How it is read.</summary>
    public static JsonTypeInfo<MetricSource> JsonType => MetricsJson.Default.MetricSource;

    /// <inheritdoc />
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <inheritdoc />
    public MetricSourceSpec Spec { get => field ?? new(); init; }

    /// <inheritdoc />
    public MetricSourceStatus Status { get => field ?? new(); init; }
}

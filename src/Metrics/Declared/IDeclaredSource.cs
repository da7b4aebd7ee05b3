using Autoscale.Kubernetes.Models;

namespace Autoscale.Metrics.Declared;

/// <summary>A source that somebody declared in the cluster: of one namespace or of all.</summary>
public interface IDeclaredSource : IKubeObject
{
    /// <summary>What is declared.</summary>
    MetricSourceSpec Spec { get; }

    /// <summary>What became of it.</summary>
    MetricSourceStatus Status { get; }
}

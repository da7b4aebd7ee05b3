using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Updating;

/// <summary>What came of evicting a pod; without a refusal it was evicted.</summary>
public readonly record struct EvictionResult(Pod Pod, string? Refusal);

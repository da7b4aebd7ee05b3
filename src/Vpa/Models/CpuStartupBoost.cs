using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Models;

/// <summary>CPU beyond the recommendation while a container starts.</summary>
public sealed record CpuStartupBoost
{
    /// <summary>Factor or Quantity.</summary>
    public string Type { get => field ?? ""; init; }

    /// <summary>Times the recommendation, at least 1, of the type Factor.</summary>
    public int? Factor { get; init; }

    /// <summary>Cores beside the recommendation, of the type Quantity.</summary>
    public Quantity? Quantity { get; init; }

    /// <summary>Seconds that the boost goes on after the pod is ready; null is 0.</summary>
    public int? DurationSeconds { get; init; }
}

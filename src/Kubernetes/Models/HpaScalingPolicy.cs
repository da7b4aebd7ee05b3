namespace Autoscale.Kubernetes.Models;

/// <summary>A limit of the change within a period.</summary>
public sealed record HpaScalingPolicy
{
    /// <summary>Pods or Percent.</summary>
    public string Type { get => field ?? ""; init; }

    /// <summary>Amount, above 0.</summary>
    public int Value { get; init; }

    /// <summary>Length of the period, 1 to 1800 s.</summary>
    public int PeriodSeconds { get; init; }
}

namespace Autoscale.Vpa.Models;

/// <summary>What containers get beyond the recommendation while they start.</summary>
public sealed record StartupBoost
{
    /// <summary>Of CPU; null is nothing.</summary>
    public CpuStartupBoost? Cpu { get; init; }
}

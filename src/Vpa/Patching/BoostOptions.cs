using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Patching;

/// <summary>Whether and how far the CPU of starting containers is raised.</summary>
public sealed record BoostOptions
{
    /// <summary>No boost.</summary>
    public static BoostOptions None { get; } = new() { IsEnabled = false };

    /// <summary>Whether start-up boosts of autoscalers are heeded, and containers of the mode Off left alone altogether; true by default.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The CPU that a boosted container requests at most; zero, the default, for no bound.</summary>
    public Quantity MaxAllowedCpu { get; init; }
}

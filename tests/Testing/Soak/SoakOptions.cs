using Autoscale.Kubernetes.Client;

namespace Autoscale.Testing.Soak;

/// <summary>How large a soak is.</summary>
public sealed record SoakOptions
{
    /// <summary>The cluster that holds declared sources; their definitions and the namespace shop are there.</summary>
    public required KubeClient Cluster { get; init; }

    /// <summary>How many nodes there are.</summary>
    public required int Nodes { get; init; }

    /// <summary>How often each is scraped.</summary>
    public required TimeSpan ScrapePeriod { get; init; }

    /// <summary>How long what comes and goes stays at least, and how long lasting faults last; 15 s by default.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

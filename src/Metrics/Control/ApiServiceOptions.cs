namespace Autoscale.Metrics.Control;

/// <summary>Under which service the metrics APIs are made known to the API server.</summary>
public sealed record ApiServiceOptions
{
    /// <summary>The service's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The service's name.</summary>
    public required string Name { get; init; }

    /// <summary>The service's port; 1 to 65535, 443 by default.</summary>
    public int Port { get; init; } = 443;

    /// <summary>Whether APIServices that belong to another service are taken over; false by default.</summary>
    public bool TakesOver { get; init; }
}

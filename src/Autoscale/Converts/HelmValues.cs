namespace Autoscale.Converts;

/// <summary>The values of prometheus-adapter's Helm chart, as far as they are about metrics.</summary>
internal sealed record HelmValues
{
    /// <summary>The rules.</summary>
    public HelmRules Rules { get => field ?? new(); init; }

    /// <summary>The server.</summary>
    public HelmPrometheus? Prometheus { get; init; }
}

namespace Autoscale.Telemetry;

/// <summary>Which meters are exported, and how much of them.</summary>
public sealed record PrometheusExporterOptions
{
    /// <summary>The names of the meters, where an ending asterisk stands for anything; default: ours and the runtime's.</summary>
    public IReadOnlyList<string> Meters { get; init; } = ["Autoscale.*", "System.Runtime"];

    /// <summary>How many label sets a metric may have, at least 1; default 20,000, since some bear the name of an autoscaler.</summary>
    public int MaximumLabelSets { get; init; } = 20_000;

    /// <summary>Whether a meter of this name is exported.</summary>
    public bool Includes(string meter) => Meters.Any(pattern => pattern.EndsWith('*')
        ? meter.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : meter == pattern);
}

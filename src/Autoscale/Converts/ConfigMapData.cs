namespace Autoscale.Converts;

/// <summary>A ConfigMap, as far as it may hold a configuration.</summary>
internal sealed record ConfigMapData
{
    /// <summary>Its files by name.</summary>
    public IReadOnlyDictionary<string, string?> Data { get => field ?? new Dictionary<string, string?>(); init; }
}

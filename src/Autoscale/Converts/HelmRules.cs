using System.Text.Json;

namespace Autoscale.Converts;

/// <summary>The rules among the values of the chart.</summary>
internal sealed record HelmRules
{
    /// <summary>Whether the chart adds rules of its own; true unless said otherwise.</summary>
    public bool? Default { get; init; }

    /// <summary>Rules for the metrics of objects.</summary>
    public IReadOnlyList<AdapterRule?> Custom { get => field ?? []; init; }

    /// <summary>Rules for external metrics.</summary>
    public IReadOnlyList<AdapterRule?> External { get => field ?? []; init; }

    /// <summary>Rules for the usage of pods and nodes; null for none.</summary>
    public JsonElement? Resource { get; init; }

    /// <summary>A ConfigMap that holds the rules instead; null for none.</summary>
    public string? Existing { get; init; }
}

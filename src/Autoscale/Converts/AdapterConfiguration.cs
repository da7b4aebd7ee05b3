using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autoscale.Converts;

/// <summary>The configuration file of prometheus-adapter, after its package config.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AdapterConfiguration
{
    /// <summary>Rules for the metrics of objects.</summary>
    public IReadOnlyList<AdapterRule?> Rules { get => field ?? []; init; }

    /// <summary>Rules for external metrics.</summary>
    public IReadOnlyList<AdapterRule?> ExternalRules { get => field ?? []; init; }

    /// <summary>Rules for the usage of pods and nodes; null for none.</summary>
    public JsonElement? ResourceRules { get; init; }
}

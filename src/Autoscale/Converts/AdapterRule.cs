using System.Text.Json.Serialization;

namespace Autoscale.Converts;

/// <summary>One rule of prometheus-adapter.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AdapterRule
{
    /// <summary>Selects the series.</summary>
    public string SeriesQuery { get => field ?? ""; init; }

    /// <summary>Further conditions on their names.</summary>
    public IReadOnlyList<AdapterFilter?> SeriesFilters { get => field ?? []; init; }

    /// <summary>Which labels name which objects.</summary>
    public AdapterResources? Resources { get; init; }

    /// <summary>How metrics are named after their series.</summary>
    public AdapterName? Name { get; init; }

    /// <summary>The template of the query.</summary>
    public string MetricsQuery { get => field ?? ""; init; }

    /// <summary>Replacements in the values of labels.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string?>> LabelValueReplacements { get => field ?? []; init; }
}

using System.Text.Json.Serialization;

namespace Autoscale.Converts;

/// <summary>Which labels of a series name which objects.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AdapterResources
{
    /// <summary>The label of a resource, with its group and its singular name in it.</summary>
    public string Template { get => field ?? ""; init; }

    /// <summary>The resources of labels that are named otherwise.</summary>
    public IReadOnlyDictionary<string, AdapterResource?> Overrides { get => field ?? new Dictionary<string, AdapterResource?>(); init; }

    /// <summary>Of external metrics, whether a namespace sees its own series only; true unless said otherwise.</summary>
    public bool? Namespaced { get; init; }
}

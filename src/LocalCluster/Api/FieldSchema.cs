namespace Autoscale.LocalCluster.Api;

/// <summary>The shape of one field: its type, members, and how strategic merge patches treat it.</summary>
public sealed record FieldSchema(FieldType Type)
{
    /// <summary>Members of an object by JSON name.</summary>
    public IReadOnlyDictionary<string, FieldSchema> Properties { get; init; } = new Dictionary<string, FieldSchema>();

    /// <summary>Schema of a list's items or a map's values.</summary>
    public FieldSchema? Items { get; init; }

    /// <summary>Key by which a strategic merge patch matches the items of a list; null when the list is replaced whole.</summary>
    public string? MergeKey { get; init; }

    /// <summary>True for a list of plain values that a strategic merge patch unites.</summary>
    public bool MergesAsSet { get; init; }

    /// <summary>When the server writes the field, as the Go struct's tags decide upstream.</summary>
    public FieldPresence Presence { get; init; }

    /// <summary>Name of the Go type, as decoding errors print it, e.g. HorizontalPodAutoscalerSpec.</summary>
    public string? TypeName { get; init; }

    /// <summary>One sentence for OpenAPI; null when there is none.</summary>
    public string? Description { get; init; }
}

namespace Autoscale.Kubernetes.Client;

/// <summary>What to list.</summary>
public sealed record ListOptions
{
    /// <summary>Label selector in text form; null for every object.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector in text form; null for every object.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Objects in one answer of the server; 500 by default, 0 for all at once.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>True to be sent nothing but the metadata of each object; false by default.</summary>
    public bool MetadataOnly { get; init; }
}

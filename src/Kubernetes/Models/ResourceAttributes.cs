namespace Autoscale.Kubernetes.Models;

/// <summary>Something to be done to a resource; what is null is not part of it.</summary>
public sealed record ResourceAttributes
{
    /// <summary>The namespace; null for a resource without.</summary>
    public string? Namespace { get; init; }

    /// <summary>What is done, e.g. get.</summary>
    public string? Verb { get; init; }

    /// <summary>The group of the API; null for core.</summary>
    public string? Group { get; init; }

    /// <summary>The version of the group.</summary>
    public string? Version { get; init; }

    /// <summary>The plural name of the resource.</summary>
    public string? Resource { get; init; }

    /// <summary>A part of the resource, e.g. status.</summary>
    public string? Subresource { get; init; }

    /// <summary>The object's name; null for all.</summary>
    public string? Name { get; init; }
}

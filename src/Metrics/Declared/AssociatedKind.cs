namespace Autoscale.Metrics.Declared;

/// <summary>A kind of objects that a metric describes; of built-in kinds the name is enough.</summary>
public sealed record AssociatedKind
{
    /// <summary>API group, "" for core; null for that of a built-in kind.</summary>
    public string? Group { get; init; }

    /// <summary>The kind, e.g. Pod.</summary>
    public string Kind { get => field ?? ""; init; }

    /// <summary>Plural name of the resource; null for that of a built-in kind.</summary>
    public string? Resource { get; init; }

    /// <summary>Whether its objects live in namespaces; null for what a built-in kind does, else for true.</summary>
    public bool? Namespaced { get; init; }

    /// <summary>The label that holds the object's name; null for the kind in lower case.</summary>
    public string? Label { get; init; }
}

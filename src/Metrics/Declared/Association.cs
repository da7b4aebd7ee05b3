namespace Autoscale.Metrics.Declared;

/// <summary>Which objects a metric describes, and which labels name them.</summary>
public sealed record Association
{
    /// <summary>The label that holds the namespace; null for "namespace".</summary>
    public string? NamespaceLabel { get; init; }

    /// <summary>The kinds of objects.</summary>
    public IReadOnlyList<AssociatedKind> Kinds { get => field ?? []; init; }
}

namespace Autoscale.Metrics.Sources;

/// <summary>
/// Which objects the series of a rule describe, as the resources of prometheus-adapter do: the value of a label is the object's
/// name, that of another its namespace. A discovered series describes the kinds whose labels it has.
/// </summary>
public sealed record PrometheusAssociation
{
    /// <summary>The label that holds the namespace; "namespace" by default. It also names the objects of kind Namespace.</summary>
    public string NamespaceLabel { get; init; } = "namespace";

    /// <summary>The kinds of objects.</summary>
    public required IReadOnlyList<LabelledKind> Kinds { get; init; }
}

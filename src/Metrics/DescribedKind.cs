namespace Autoscale.Metrics;

/// <summary>A kind of objects that custom metrics describe, e.g. ("", "Pod", "pods", true).</summary>
/// <param name="Group">API group, "" for core.</param>
/// <param name="Kind">Name of the kind.</param>
/// <param name="Resource">Plural name of the resource.</param>
/// <param name="IsNamespaced">Whether its objects live in namespaces.</param>
public sealed record DescribedKind(string Group, string Kind, string Resource, bool IsNamespaced);

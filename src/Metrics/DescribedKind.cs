namespace Autoscale.Metrics;

/// <summary>A kind of objects that custom metrics describe, e.g. ("", "Pod", "pods", true).</summary>
/// <param name="Group">API group, "" for core.</param>
/// <param name="Kind">Name of the kind.</param>
/// <param name="Resource">Plural name of the resource.</param>
/// <param name="IsNamespaced">Whether its objects live in namespaces.</param>
public sealed record DescribedKind(string Group, string Kind, string Resource, bool IsNamespaced)
{
    /// <summary>Pods, which the autoscalers' metrics of type Pods are about.</summary>
    public static DescribedKind Pod { get; } = new("", "Pod", "pods", true);

    /// <summary>Namespaces as objects of their own.</summary>
    public static DescribedKind Namespace { get; } = new("", "Namespace", "namespaces", false);
}

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

    /// <summary>The resource as Kubernetes' messages name it: its group after a dot, such as "ingresses.networking.k8s.io".</summary>
    public string GroupResource => Group.Length == 0 ? Resource : $"{Resource}.{Group}";

    /// <summary>Namespaces as objects of their own.</summary>
    public static DescribedKind Namespace { get; } = new("", "Namespace", "namespaces", false);

    /// <summary>A kind that nobody describes, with the plural that Kubernetes guesses (meta.UnsafeGuessKindToResource).</summary>
    public static DescribedKind Guess(string group, string kind)
    {
        var singular = kind.ToLowerInvariant();
        var plural = singular switch
        {
            "" or "endpoints" => singular,
            _ when singular.EndsWith('s') => singular + "es",
            _ when singular.EndsWith('y') => singular[..^1] + "ies",
            _ => singular + "s",
        };
        return new(group, kind, plural, true);
    }
}

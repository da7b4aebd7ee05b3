using Autoscale.Metrics.Apis.Access;

namespace Autoscale.Metrics.Apis;

/// <summary>What a path of custom.metrics.k8s.io asks for: a metric of one object of a resource, or of all ("*").</summary>
internal sealed record CustomTarget(string Namespace, string Resource, string Name, string Metric)
{
    private const string Namespaces = "namespaces";
    private const string All = "*";

    /// <summary>Whether all objects are asked for that a selector picks.</summary>
    public bool IsOfMany => Name == All;

    /// <summary>Whose sources answer: the namespace that the object lies in, or is; "" for the cluster's.</summary>
    public string Scope => Namespace.Length == 0 && Resource == Namespaces ? Name : Namespace;

    /// <summary>Reads a path; null for one that asks for no metric.</summary>
    public static CustomTarget? Of(RequestTarget target) => target.Parts switch
    {
        ["metrics", var metric] when target.Namespace.Length > 0 => new("", Namespaces, target.Namespace, metric),
        [var resource, var name, var metric] => new(target.Namespace, resource, name, metric),
        _ => null,
    };

    /// <summary>Whether the resource means the kind: by its plural or its name, with or without the group.</summary>
    public bool Means(DescribedKind kind)
    {
        if (kind.IsNamespaced != Namespace.Length > 0)
        {
            return false;
        }

        var dot = Resource.IndexOf('.', StringComparison.Ordinal);
        var (name, group) = dot < 0 ? (Resource, null) : (Resource[..dot], Resource[(dot + 1)..]);
        return (group is null || group == kind.Group)
            && (name == kind.Resource || string.Equals(name, kind.Kind, StringComparison.OrdinalIgnoreCase));
    }
}

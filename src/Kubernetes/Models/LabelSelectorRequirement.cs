namespace Autoscale.Kubernetes.Models;

/// <summary>One requirement of a label selector.</summary>
public sealed record LabelSelectorRequirement
{
    /// <summary>Label key.</summary>
    public string Key { get => field ?? ""; init; }

    /// <summary>In, NotIn, Exists or DoesNotExist.</summary>
    public string Operator { get => field ?? ""; init; }

    /// <summary>Values of In and NotIn.</summary>
    public IReadOnlyList<string>? Values { get; init; }
}

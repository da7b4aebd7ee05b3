namespace Autoscale.Kubernetes.Models;

/// <summary>One condition on the pods nearby, as far as it says in which namespaces.</summary>
public sealed record PodAffinityTerm
{
    /// <summary>Names of namespaces.</summary>
    public IReadOnlyList<string> Namespaces { get => field ?? []; init; }

    /// <summary>Labels of namespaces; null when namespaces are not chosen by label, empty when all of them are.</summary>
    public LabelSelectorSpec? NamespaceSelector { get; init; }
}

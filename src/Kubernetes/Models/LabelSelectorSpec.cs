namespace Autoscale.Kubernetes.Models;

/// <summary>A label selector in its structured form, metav1.LabelSelector.</summary>
public sealed record LabelSelectorSpec
{
    /// <summary>Labels that must be equal.</summary>
    public IReadOnlyDictionary<string, string>? MatchLabels { get; init; }

    /// <summary>Further requirements.</summary>
    public IReadOnlyList<LabelSelectorRequirement>? MatchExpressions { get; init; }
}

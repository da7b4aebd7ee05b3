using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes;

/// <summary>A parsed label selector, after k8s.io/apimachinery/pkg/labels.</summary>
public sealed class LabelSelector
{
    /// <summary>Matches every object.</summary>
    public static LabelSelector Everything { get; } = new();

    /// <summary>Reads the text form ("a=b,c in (d,e),!f"); throws <see cref="FormatException"/> with Kubernetes' own text.</summary>
    public static LabelSelector Parse(string text) => throw new NotSupportedException();

    /// <summary>Makes a selector of its structured form; null matches nothing, an empty one everything, as upstream.</summary>
    public static LabelSelector From(LabelSelectorSpec? spec) => throw new NotSupportedException();

    /// <summary>Whether an object with these labels is selected.</summary>
    public bool Matches(IReadOnlyDictionary<string, string>? labels) => throw new NotSupportedException();

    /// <summary>The canonical text form, requirements sorted by key.</summary>
    public override string ToString() => throw new NotSupportedException();
}

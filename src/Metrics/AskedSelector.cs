using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>A selector that somebody in a namespace asks a metric with; equal by the selector's text.</summary>
public readonly record struct AskedSelector(string Namespace, LabelSelector Selector)
{
    /// <inheritdoc />
    public bool Equals(AskedSelector other) => Namespace == other.Namespace && Selector.ToString() == other.Selector.ToString();

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Namespace, Selector.ToString());
}

using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Targeting;

/// <summary>Which pods an autoscaler's target selects, or why none.</summary>
public sealed record TargetSelection
{
    private TargetSelection(LabelSelector selector, string? problem) => (Selector, Problem) = (selector, problem);

    /// <summary>The selector; that of no pod where there is a problem.</summary>
    public LabelSelector Selector { get; }

    /// <summary>Why the target cannot be handled, as upstream's condition ConfigUnsupported says it; null when it can.</summary>
    public string? Problem { get; }

    /// <summary>The pods of a selector.</summary>
    public static TargetSelection Of(LabelSelector selector) => new(selector, null);

    /// <summary>No pods, for a reason.</summary>
    public static TargetSelection Unsupported(string problem) => new(LabelSelector.Nothing, problem);
}

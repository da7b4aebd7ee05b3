using System.Collections.Immutable;
using Autoscale.Kubernetes.Control;

namespace Autoscale.Hpa;

/// <summary>The pods that a target's selector finds, or why it cannot be used.</summary>
public sealed record TargetPods
{
    /// <summary>The selector as the scale subresource gives it; "" when it gives none.</summary>
    public string Selector { get; init; } = "";

    /// <summary>Why the selector cannot be read, or null.</summary>
    public string? SelectorError { get; init; }

    /// <summary>The selected pods, in order of their names.</summary>
    public ImmutableArray<PodEntry<PodTraits>> Pods { get; init; } = [];

    /// <summary>All autoscalers ("namespace/name", sorted) that select one of these pods; only of interest beyond one.</summary>
    public IReadOnlyList<string> Controllers { get; init; } = [];
}

using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Patching;

/// <summary>What one container of a pod is to get; resources that are not named stay as they are.</summary>
public sealed record ContainerResources
{
    /// <summary>Nothing is changed.</summary>
    public static ContainerResources Unchanged { get; } = new();

    /// <summary>The requests.</summary>
    public IReadOnlyDictionary<string, Quantity> Requests { get; init; } = new SortedDictionary<string, Quantity>();

    /// <summary>The limits.</summary>
    public IReadOnlyDictionary<string, Quantity> Limits { get; init; } = new SortedDictionary<string, Quantity>();

    /// <summary>What was bounded or could not be kept, in upstream's words.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What was not changed although it should be, and why, e.g. since a quota has no room for it.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>What the container had before its CPU was boosted, as the annotation has it; null when it is not boosted.</summary>
    public string? Originals { get; init; }

    /// <summary>Whether the container's policy is Off, so that not even an empty list is added to it.</summary>
    public bool IsLeftAlone { get; init; }

    /// <summary>Whether it gets nothing.</summary>
    public bool IsEmpty => Requests.Count == 0 && Limits.Count == 0;
}

namespace Autoscale.Kubernetes.Models;

/// <summary>Says who reports an event.</summary>
public sealed record EventSource
{
    /// <summary>The component, e.g. "horizontal-pod-autoscaler".</summary>
    public string? Component { get; init; }

    /// <summary>The node it runs on, where that matters.</summary>
    public string? Host { get; init; }
}

namespace Autoscale.Kubernetes.Models;

/// <summary>Something to be done to a path that is no resource's.</summary>
public sealed record NonResourceAttributes
{
    /// <summary>The path.</summary>
    public string? Path { get; init; }

    /// <summary>The HTTP method in small letters.</summary>
    public string? Verb { get; init; }
}

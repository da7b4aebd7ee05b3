namespace Autoscale.Kubernetes.Models;

/// <summary>One resource of the API, or a subresource.</summary>
public sealed record ApiResource
{
    /// <summary>Plural name; a subresource's is after a slash.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>Kind of its objects.</summary>
    public string Kind { get => field ?? ""; init; }
}

namespace Autoscale.Kubernetes.Models;

/// <summary>Writes that a webhook is asked about: any of the operations on any of the resources in any of the groups and versions.</summary>
public sealed record WebhookRule
{
    /// <summary>CREATE, UPDATE, DELETE, CONNECT, or "*".</summary>
    public IReadOnlyList<string>? Operations { get; init; }

    /// <summary>API groups, "" for core, "*" for all.</summary>
    public IReadOnlyList<string>? ApiGroups { get; init; }

    /// <summary>API versions, "*" for all.</summary>
    public IReadOnlyList<string>? ApiVersions { get; init; }

    /// <summary>Plural names, "plural/subresource", or "*" for all without their subresources.</summary>
    public IReadOnlyList<string>? Resources { get; init; }

    /// <summary>Cluster, Namespaced, or "*" for both.</summary>
    public string? Scope { get; init; }
}

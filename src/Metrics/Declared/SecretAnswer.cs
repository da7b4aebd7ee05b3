using Autoscale.Kubernetes.Models;

namespace Autoscale.Metrics.Declared;

/// <summary>What is known of a Secret that a source refers to: its contents; or why they cannot be read; or, with neither, that there is none.</summary>
public sealed record SecretAnswer(Secret? Secret, string? Problem)
{
    /// <summary>There is no such Secret.</summary>
    public static SecretAnswer Missing { get; } = new(null, null);
}

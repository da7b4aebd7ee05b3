namespace Autoscale.Kubernetes.Models;

/// <summary>Whether the user may.</summary>
public sealed record SubjectAccessReviewStatus
{
    /// <summary>True when the user may.</summary>
    public bool Allowed { get; init; }

    /// <summary>True when the user must not, whatever others say; null or false otherwise.</summary>
    public bool? Denied { get; init; }

    /// <summary>Why; null when nobody says.</summary>
    public string? Reason { get; init; }
}

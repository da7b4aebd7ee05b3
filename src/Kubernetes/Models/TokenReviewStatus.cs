namespace Autoscale.Kubernetes.Models;

/// <summary>What the API server knows of a token.</summary>
public sealed record TokenReviewStatus
{
    /// <summary>Whether the token is somebody's; null or false when it is not.</summary>
    public bool? Authenticated { get; init; }

    /// <summary>Whose it is; null when it is nobody's.</summary>
    public UserInfo? User { get; init; }

    /// <summary>Why it could not be checked; null when it could.</summary>
    public string? Error { get; init; }
}

namespace Autoscale.Kubernetes.Models;

/// <summary>The question whose a bearer token is, authentication.k8s.io/v1.</summary>
public sealed record TokenReview
{
    /// <summary>The question.</summary>
    public TokenReviewSpec? Spec { get; init; }

    /// <summary>The answer; null in a question.</summary>
    public TokenReviewStatus? Status { get; init; }
}

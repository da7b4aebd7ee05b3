namespace Autoscale.Kubernetes.Models;

/// <summary>The question whether a user may do something, authorization.k8s.io/v1.</summary>
public sealed record SubjectAccessReview
{
    /// <summary>The question.</summary>
    public SubjectAccessReviewSpec? Spec { get; init; }

    /// <summary>The answer; null in a question.</summary>
    public SubjectAccessReviewStatus? Status { get; init; }
}

namespace Autoscale.Kubernetes.Models;

/// <summary>A bearer token that somebody has shown.</summary>
public sealed record TokenReviewSpec
{
    /// <summary>The token itself: never to be logged.</summary>
    public string Token { get => field ?? ""; init; }

    /// <summary>Names no token.</summary>
    public override string ToString() => nameof(TokenReviewSpec);
}

namespace Autoscale.Admission;

/// <summary>What the webhook's certificates are made for: the names and addresses that it is reached by, and how long they live.</summary>
/// <param name="Names">DNS names and IP addresses, at least one.</param>
public sealed record CertificateTerms(IReadOnlyList<string> Names)
{
    /// <summary>Life of a serving certificate; 90 days by default.</summary>
    public TimeSpan ServingLifetime { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Life of the authority, at least three times that of a serving certificate; 2 years by default.</summary>
    public TimeSpan AuthorityLifetime { get; init; } = TimeSpan.FromDays(730);
}

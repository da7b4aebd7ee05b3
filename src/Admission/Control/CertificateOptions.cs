using System.ComponentModel.DataAnnotations;

namespace Autoscale.Admission.Control;

/// <summary>Where a server's certificates are kept, and how they are renewed.</summary>
public sealed record CertificateOptions : IValidatableObject
{
    /// <summary>Namespace of the Secret.</summary>
    public required string Namespace { get; init; }

    /// <summary>Lifetimes, and names beyond that of the webhook's address; none by default.</summary>
    public CertificateTerms Terms { get; init; } = new([]);

    /// <summary>Whose certificates they are, a word for metrics; webhook by default.</summary>
    public string Server { get; init; } = "webhook";

    /// <summary>Name of the Secret that all replicas share; autoscale-webhook-tls by default.</summary>
    public string SecretName { get; init; } = "autoscale-webhook-tls";

    /// <summary>How long API servers may take to notice a new authority in their configurations; 10 s by default.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the clock is looked at, up to twice that with jitter; a minute by default.</summary>
    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Terms.ServingLifetime < TimeSpan.FromSeconds(3))
        {
            yield return new($"a serving certificate's life of {Terms.ServingLifetime} is shorter than 3 s", [nameof(Terms)]);
        }

        if (Terms.AuthorityLifetime < Terms.ServingLifetime * 3)
        {
            yield return new(
                $"the authority's life of {Terms.AuthorityLifetime} is shorter than three times that of a serving certificate, {Terms.ServingLifetime}",
                [nameof(Terms)]);
        }

        if (Settle < TimeSpan.Zero || Settle > Terms.ServingLifetime / 3)
        {
            yield return new($"API servers are given {Settle} to notice a new authority; it must fit into the last third of a certificate's life", [nameof(Settle)]);
        }

        if (CheckInterval <= TimeSpan.Zero)
        {
            yield return new($"the clock cannot be looked at every {CheckInterval}", [nameof(CheckInterval)]);
        }
    }
}

namespace Autoscale.Admission.Control;

/// <summary>Where the webhook's certificates are kept, and how they are renewed.</summary>
public sealed record CertificateOptions
{
    /// <summary>Namespace of the Secret.</summary>
    public required string Namespace { get; init; }

    /// <summary>Names and lifetimes.</summary>
    public required CertificateTerms Terms { get; init; }

    /// <summary>Name of the Secret that all replicas share; autoscale-webhook-tls by default.</summary>
    public string SecretName { get; init; } = "autoscale-webhook-tls";

    /// <summary>How long API servers may take to notice a new authority in their configurations; 10 s by default.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the clock is looked at, up to twice that with jitter; a minute by default.</summary>
    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromMinutes(1);
}

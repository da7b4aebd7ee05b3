namespace Autoscale.Metrics.Declared;

/// <summary>How TLS connections to a source are made.</summary>
public sealed record TlsSpec
{
    /// <summary>The Secret with the certificates; null for none.</summary>
    public SecretReference? SecretRef { get; init; }

    /// <summary>Key of the authorities; null for ca.crt, where there is one.</summary>
    public string? CaKey { get; init; }

    /// <summary>Key of the client's certificate; null for tls.crt, where there is one.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>Key of the client's private key; null for tls.key, where there is one.</summary>
    public string? PrivateKeyKey { get; init; }

    /// <summary>The name that the certificate must have; null for the address's host.</summary>
    public string? ServerName { get; init; }

    /// <summary>True to take any certificate.</summary>
    public bool InsecureSkipVerify { get; init; }
}

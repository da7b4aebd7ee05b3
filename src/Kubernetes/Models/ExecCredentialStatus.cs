namespace Autoscale.Kubernetes.Models;

/// <summary>What a credential plugin answers: a token, a client certificate, or both.</summary>
public sealed record ExecCredentialStatus
{
    /// <summary>When the credential ends; null when it holds until the server refuses it.</summary>
    public DateTimeOffset? ExpirationTimestamp { get; init; }

    /// <summary>Bearer token.</summary>
    public string? Token { get; init; }

    /// <summary>Client certificate, PEM.</summary>
    public string? ClientCertificateData { get; init; }

    /// <summary>Its private key, PEM.</summary>
    public string? ClientKeyData { get; init; }

    /// <summary>Says when the credential ends, and nothing of the credential: texts end in logs.</summary>
    public override string ToString() => $"{nameof(ExecCredentialStatus)} (until {ExpirationTimestamp:O})";
}

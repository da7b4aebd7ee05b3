using System.Text.Json.Serialization;

namespace Autoscale.Kubernetes.Models;

/// <summary>The cluster for which a credential plugin is asked.</summary>
public sealed record ExecCluster
{
    /// <summary>Address of the API server.</summary>
    public string? Server { get; init; }

    /// <summary>Name that the server's certificate must bear, when it is not the address.</summary>
    [JsonPropertyName("tls-server-name")]
    public string? TlsServerName { get; init; }

    /// <summary>Whether the server's certificate goes unchecked.</summary>
    [JsonPropertyName("insecure-skip-tls-verify")]
    public bool SkipTlsVerify { get; init; }

    /// <summary>The certificate authority, PEM in base64.</summary>
    [JsonPropertyName("certificate-authority-data")]
    public string? CertificateAuthorityData { get; init; }

    /// <summary>The proxy through which the server is reached.</summary>
    [JsonPropertyName("proxy-url")]
    public string? ProxyUrl { get; init; }
}

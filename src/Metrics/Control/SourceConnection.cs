using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Autoscale.Kubernetes.Client;

namespace Autoscale.Metrics.Control;

/// <summary>How a source is reached beside its address: who we are to it, and whom we take for it. It never prints what is secret.</summary>
public sealed record SourceConnection
{
    // What is shorter is in any text by chance, and no secret.
    private const int LeastSecret = 4;

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    /// <summary>The name to log in with; null for none.</summary>
    public string? User { get; init; }

    /// <summary>The password to log in with; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>The token to show instead of name and password; null for none.</summary>
    public string? BearerToken { get; init; }

    /// <summary>The authorities that may vouch for the source, in PEM; null for those of the system.</summary>
    public string? AuthorityPem { get; init; }

    /// <summary>The certificate to show, in PEM, its intermediates after it; null for none.</summary>
    public string? ClientCertificatePem { get; init; }

    /// <summary>The certificate's private key, in PEM.</summary>
    public string? ClientKeyPem { get; init; }

    /// <summary>Whether any certificate of the source is taken; false by default.</summary>
    public bool SkipVerify { get; init; }

    /// <summary>The name that the source's certificate must bear; null for the host of its address. HTTP asks for this host, too.</summary>
    public string? ServerName { get; init; }

    /// <summary>What is wrong with it, each in one line that quotes no secret; nothing when it can be used.</summary>
    public IReadOnlyList<string> Problems =>
    [
        .. BearerToken is { } token && !IsToken(token) ? ["the token has characters that no token may have"] : Array.Empty<string>(),
        .. BearerToken is not null && User is not null ? ["there is a token and a user name as well: only one can be shown"] : Array.Empty<string>(),
        .. User is { } user && user.Contains(':', StringComparison.Ordinal) ? ["the user name has a colon"] : Array.Empty<string>(),
        .. AuthorityPem is { } authority && Pem.Authorities(authority) is null ? ["the authority is no certificate in PEM"] : Array.Empty<string>(),
        .. ClientCertificatePem is null != ClientKeyPem is null ? ["a client certificate needs its private key, and the key its certificate"] : Array.Empty<string>(),
        .. HasClientCertificate && ClientCertificate is null ? ["the client certificate and its private key are not in PEM or do not fit"] : Array.Empty<string>(),
    ];

    private bool HasClientCertificate => ClientCertificatePem is not null && ClientKeyPem is not null;

    private SslStreamCertificateContext? ClientCertificate =>
        HasClientCertificate ? Pem.ClientCertificate(ClientCertificatePem ?? "", ClientKeyPem ?? "") : null;

    private string BasicCredentials => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));

    /// <summary>
    /// A client that says who we are, follows no redirects and uses no proxy; deadlines are the caller's. Throws
    /// <see cref="InvalidDataException"/> with the first of <see cref="Problems"/>.
    /// </summary>
    public HttpClient NewHttpClient(Uri address)
    {
        ThrowProblem();
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectLimit,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = NewTlsOptions(),
        };
        var http = new HttpClient(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = BearerToken is { } token ? new AuthenticationHeaderValue("Bearer", token)
            : User is not null ? new AuthenticationHeaderValue("Basic", BasicCredentials)
            : null;

        // The name that TLS asks for and verifies follows the Host header.
        http.DefaultRequestHeaders.Host = ServerName;
        return http;
    }

    /// <summary>What TLS needs; the target's name is left to the caller unless the user names one.</summary>
    public SslClientAuthenticationOptions NewTlsOptions()
    {
        ThrowProblem();
        var tls = new SslClientAuthenticationOptions { TargetHost = ServerName, ClientCertificateContext = ClientCertificate };
        if (SkipVerify)
        {
#pragma warning disable CA5359 // The user's source says insecureSkipVerify.
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (AuthorityPem is { } authority)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(Pem.Authorities(authority) ?? []);
        }

        return tls;
    }

    /// <summary>A text, possibly of the source itself, without any of our secrets.</summary>
    public string Hide(string text)
    {
        string?[] secrets =
        [
            User is null ? null : BasicCredentials,
            BearerToken,
            Password,
            Password is null ? null : Uri.EscapeDataString(Password),
        ];
        return secrets.OfType<string>().Where(secret => secret.Length >= LeastSecret)
            .Aggregate(text, (shown, secret) => shown.Replace(secret, "***", StringComparison.Ordinal));
    }

    /// <summary>Who we are and how the source is verified, without anything secret.</summary>
    public override string ToString()
    {
        var who = BearerToken is not null ? "with a token" : User is not null ? $"as {User}" : "anonymously";
        var certificate = ClientCertificatePem is null ? "" : ", with a client certificate";
        var trust = SkipVerify ? ", unverified" : AuthorityPem is null ? "" : ", by an authority of its own";
        return who + certificate + trust;
    }

    private static bool IsToken(string token) => token.Length > 0 && token.All(one => one is > ' ' and < (char)127);

    private void ThrowProblem()
    {
        if (Problems is [var first, ..])
        {
            throw new InvalidDataException(first);
        }
    }
}

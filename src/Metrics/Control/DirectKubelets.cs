using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Asks kubelets themselves over TLS, with the credentials for the API server, as metrics-server does. One connection a kubelet is
/// kept open from scrape to scrape. Redirects and proxies are not followed: the token is for kubelets alone.
/// </summary>
internal sealed class DirectKubelets : IKubelets
{
    /// <summary>Where a kubelet tells of its resources.</summary>
    public const string DefaultPath = "/metrics/resource";

    /// <summary>How long a page may be: about 100,000 containers.</summary>
    public const int MaxBytes = 16 << 20;

    private const int MaxBytesOfRefusal = 256;

    private readonly KubeletAddresses _addresses;
    private readonly HttpMessageInvoker _http;

    /// <summary>Prepares to ask; throws <see cref="KubeConfigException"/> when the file of authorities cannot be used.</summary>
    public DirectKubelets(KubeConfig config, MetricsOptions options, TimeProvider time)
    {
        _addresses = new KubeletAddresses(options.Kubelets);
        var authorities = options.Kubelets.AuthorityFile is { } file ? Authorities(file) : config.CertificateAuthorities;
        _http = new HttpMessageInvoker(new CredentialHandler(
            config.Credentials, time, certificate => Connect(options, authorities, certificate)));
    }

    public async Task<KubeletPage> AskAsync(Node node, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _addresses.Of(node));
        using var response = await _http.SendAsync(request, cancellationToken);
        return response.StatusCode == HttpStatusCode.OK
            ? await KubeletPage.ReadAsync(response.Content, MaxBytes, cancellationToken)
            : throw await RefusalAsync(request, response, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler Connect(
        MetricsOptions options, X509Certificate2Collection? authorities, SslStreamCertificateContext? certificate)
    {
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = options.EffectiveScrapeDeadline,
            MaxConnectionsPerServer = 1,
            PooledConnectionIdleTimeout = options.ScrapePeriod + options.EffectiveScrapeDeadline + TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromHours(1),
            SslOptions = Trust(options.Kubelets, authorities, certificate),
        };
    }

    private static SslClientAuthenticationOptions Trust(
        KubeletOptions options, X509Certificate2Collection? authorities, SslStreamCertificateContext? certificate)
    {
        var trust = new SslClientAuthenticationOptions { ClientCertificateContext = certificate };
        if (options.SkipVerify)
        {
#pragma warning disable CA5359 // The user says so, as with metrics-server's --kubelet-insecure-tls.
            trust.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (authorities is not null)
        {
            trust.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            trust.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return trust;
    }

    private static X509Certificate2Collection Authorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new KubeConfigException(file, problem.Message);
        }

        return authorities.Count > 0 ? authorities : throw new KubeConfigException(file, "holds no certificate");
    }

    /// <summary>A kubelet says in a line of text who was refused what.</summary>
    private static async Task<HttpRequestException> RefusalAsync(
        HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var answer = $"{request.RequestUri} answered {(int)response.StatusCode} {response.ReasonPhrase}";
        if ((int)response.StatusCode is >= 300 and < 400)
        {
            return new HttpRequestException($"{answer}: redirects are not followed");
        }

        var said = await BeginningAsync(response.Content, cancellationToken);
        return new HttpRequestException(said.Length == 0 || said == response.ReasonPhrase ? answer : $"{answer}: {said}");
    }

    private static async Task<string> BeginningAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var beginning = new byte[MaxBytesOfRefusal];
        var length = await stream.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancellationToken);
        return string.Concat(Encoding.UTF8.GetString(beginning, 0, length).Select(one => char.IsControl(one) ? ' ' : one)).Trim();
    }
}

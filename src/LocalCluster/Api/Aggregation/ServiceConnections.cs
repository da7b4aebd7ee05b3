using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Autoscale.Kubernetes.Control;

namespace Autoscale.LocalCluster.Api.Aggregation;

/// <summary>HTTP clients for the servers that the API calls (aggregated servers, webhooks), one for each way of trusting them, with the cluster's own client certificate.</summary>
internal sealed class ServiceConnections(X509Certificate2? clientCertificate) : IDisposable
{
    // Whoever renews its certificates comes with another caBundle each time.
    private const int MostClients = 64;

    private readonly Lock _lock = new();
    private readonly LruCache<(string TlsName, string CaBundle, bool Skips), HttpMessageInvoker> _clients = new(MostClients);

    /// <summary>The client for a server; throws <see cref="HttpRequestException"/> when its caBundle is none.</summary>
    public HttpMessageInvoker For(AggregatedService service) =>
        For(service.TlsName, service.CaBundle, service.SkipsVerification);

    /// <summary>The client for servers whose certificate bears the name and was issued by the bundle (base64 of PEM; "" for the system's authorities).</summary>
    public HttpMessageInvoker For(string tlsName, string caBundle, bool skipsVerification)
    {
        lock (_lock)
        {
            var key = (tlsName, caBundle, skipsVerification);
            if (!_clients.TryGet(key, out var client))
            {
                // One that is forgotten is not disposed of, since calls may run over it; its connections close when they have idled.
                client = Connect(tlsName, caBundle, skipsVerification);
                _clients.Set(key, client);
            }

            return client;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var client in _clients.Values)
            {
                client.Dispose();
            }
        }
    }

    private HttpMessageInvoker Connect(string tlsName, string caBundle, bool skips)
    {
        var ssl = new SslClientAuthenticationOptions { TargetHost = tlsName };
        if (clientCertificate is not null)
        {
            ssl.ClientCertificates = [clientCertificate];
        }

        if (skips)
        {
            ssl.RemoteCertificateValidationCallback = (_, _, _, errors) => skips || errors == SslPolicyErrors.None;
        }
        else if (caBundle.Length > 0)
        {
            ssl.CertificateChainPolicy = Trust(caBundle);
        }

        return new HttpMessageInvoker(new SocketsHttpHandler
        {
            SslOptions = ssl,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            EnableMultipleHttp2Connections = true,
            AllowAutoRedirect = false,
        });
    }

    private static X509ChainPolicy Trust(string caBundle)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        try
        {
            policy.CustomTrustStore.ImportFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(caBundle)));
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            throw new HttpRequestException(HttpRequestError.SecureConnectionError, "unable to load root certificates: unable to parse bytes as PEM block", error);
        }

        return policy;
    }
}

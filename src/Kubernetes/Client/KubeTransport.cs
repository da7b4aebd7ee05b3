using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Autoscale.Kubernetes.Client;

/// <summary>Makes the connections to the server that a configuration names.</summary>
internal static class KubeTransport
{
    /// <summary>How long a connection, TLS included, may take to come about.</summary>
    public static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    /// <summary>A handler over real sockets, with HTTP/2 pings so that a dead connection is noticed within 30 s.</summary>
    public static SocketsHttpHandler Connect(KubeConfig config, SslStreamCertificateContext? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = ConnectLimit,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(15),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            UseCookies = false,
            SslOptions = new() { ClientCertificateContext = certificate },
        };
        if (config.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy);
        }

        Trust(handler.SslOptions, config);
        return handler;
    }

    private static void Trust(SslClientAuthenticationOptions options, KubeConfig config)
    {
        if (config.SkipTlsVerify)
        {
#pragma warning disable CA5359 // The user's kubeconfig says insecure-skip-tls-verify.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (config.CertificateAuthorities is { } authorities)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.AddRange(authorities);
            options.CertificateChainPolicy = policy;
        }
    }
}

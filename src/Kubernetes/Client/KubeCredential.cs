using System.Net.Http.Headers;
using System.Net.Security;

namespace Autoscale.Kubernetes.Client;

/// <summary>What proves who the client is: an Authorization header, a client certificate, both or neither.</summary>
public sealed record KubeCredential(AuthenticationHeaderValue? Authorization, SslStreamCertificateContext? Certificate)
{
    /// <summary>Says what there is and none of it: texts end in logs.</summary>
    public override string ToString() =>
        $"{nameof(KubeCredential)} ({Authorization?.Scheme ?? "no header"}, {(Certificate is null ? "no certificate" : "certificate")})";
}

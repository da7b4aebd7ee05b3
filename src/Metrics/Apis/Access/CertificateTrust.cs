using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Apis.Access;

/// <summary>Tells whether client certificates were issued by one of some authorities and are in force.</summary>
internal sealed class CertificateTrust(X509Certificate2Collection authorities)
{
    // A certificate object belongs to one connection: its chain is built once for all requests that come over it.
    private readonly ConditionalWeakTable<X509Certificate2, StrongBox<bool>> _verdicts = [];

    public bool Covers(X509Certificate2 certificate, DateTimeOffset now) =>
        now.UtcDateTime >= certificate.NotBefore.ToUniversalTime()
        && now.UtcDateTime <= certificate.NotAfter.ToUniversalTime()
        && _verdicts.GetValue(certificate, shown => new(ClientCertificates.IsIssuedBy(authorities, shown, now))).Value;
}

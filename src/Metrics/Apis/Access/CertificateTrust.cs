using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Autoscale.Metrics.Apis.Access;

/// <summary>Tells whether client certificates were issued by one of some authorities and are in force.</summary>
internal sealed class CertificateTrust(X509Certificate2Collection authorities)
{
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    // A certificate object belongs to one connection: its chain is built once for all requests that come over it.
    private readonly ConditionalWeakTable<X509Certificate2, StrongBox<bool>> _verdicts = [];

    public bool Covers(X509Certificate2 certificate, DateTimeOffset now) =>
        now.UtcDateTime >= certificate.NotBefore.ToUniversalTime()
        && now.UtcDateTime <= certificate.NotAfter.ToUniversalTime()
        && _verdicts.GetValue(certificate, shown => new(IsIssued(shown, now))).Value;

    private bool IsIssued(X509Certificate2 certificate, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientUse));
        return chain.Build(certificate);
    }
}

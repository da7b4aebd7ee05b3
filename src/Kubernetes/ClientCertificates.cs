using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Autoscale.Kubernetes;

/// <summary>Tells who may show which certificate as a client.</summary>
public static class ClientCertificates
{
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    /// <summary>Whether one of the authorities has issued the certificate for clients, and it is in force; nothing is fetched from elsewhere.</summary>
    public static bool IsIssuedBy(X509Certificate2Collection authorities, X509Certificate2 certificate, DateTimeOffset now)
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

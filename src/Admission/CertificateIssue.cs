using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Autoscale.Admission;

/// <summary>Makes the authority and the serving certificates of the webhook, all with keys on the curve P-256.</summary>
internal static class CertificateIssue
{
    /// <summary>What the names of our authorities begin with; the rest tells them apart.</summary>
    public const string AuthorityPrefix = "autoscale-webhook-ca-";

    private const string ServerUse = "1.3.6.1.5.5.7.3.1";

    /// <summary>An authority that signs serving certificates and nothing else.</summary>
    public static CertifiedKey Authority(DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        // Each has a name of its own, so that whoever trusts two of them finds the one that has signed.
        var name = new X500DistinguishedName($"CN={AuthorityPrefix}{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.Create(
            name, X509SignatureGenerator.CreateForECDsa(key), from, to, RandomNumberGenerator.GetBytes(16));
        return CertifiedKey.Of(certificate, key);
    }

    /// <summary>A certificate for a server that is reached by these names and addresses; it is good as soon as its authority.</summary>
    public static CertifiedKey Serving(X509Certificate2 authority, IReadOnlyList<string> names, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=autoscale-webhook", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerUse)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        request.CertificateExtensions.Add(AlternativeNames(names));
        using var certificate = request.Create(authority, authority.NotBefore, to, RandomNumberGenerator.GetBytes(16));
        return CertifiedKey.Of(certificate, key);
    }

    /// <summary>Whether the authority has signed the certificate, whatever the time.</summary>
    public static bool HasSigned(X509Certificate2 authority, X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(certificate);
    }

    private static X509Extension AlternativeNames(IReadOnlyList<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                builder.AddIpAddress(address);
            }
            else
            {
                builder.AddDnsName(name);
            }
        }

        return builder.Build();
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Autoscale.Metrics.Apis;

/// <summary>Makes certificates for servers that are given none; an APIService trusts one by its caBundle.</summary>
public static class ServingCertificate
{
    /// <summary>A self-signed certificate with its key for the names and addresses, good from an hour ago for ten years.</summary>
    public static X509Certificate2 SelfSigned(DateTimeOffset now, params IReadOnlyList<string> hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={hosts[0]}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddYears(10));

        // A key that is only in memory cannot serve TLS everywhere; one that was loaded can.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}

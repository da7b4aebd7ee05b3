using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Autoscale.LocalCluster.Api;

/// <summary>The cluster's own certificate authority and the certificates that it issues.</summary>
public sealed class ClusterCertificates : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";

    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _to;

    /// <summary>Makes an authority of the name that is good from an hour ago for ten years.</summary>
    public ClusterCertificates(DateTimeOffset now, string name = "kubernetes")
    {
        (_from, _to) = (now.AddHours(-1), now.AddYears(10));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Authority = request.CreateSelfSigned(_from, _to);
    }

    /// <summary>The authority, with its key.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>The authority's certificate in PEM.</summary>
    public string AuthorityPem => Authority.ExportCertificatePem();

    /// <summary>Issues a certificate for a server that is reached by these names and addresses.</summary>
    public X509Certificate2 IssueServer(params IReadOnlyList<string> hosts)
    {
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

        return Issue(new X500DistinguishedName("CN=kube-apiserver"), ServerUse, names.Build());
    }

    /// <summary>Issues a certificate by which a client is known as the user.</summary>
    public X509Certificate2 IssueClient(ApiUser user)
    {
        var subject = new X500DistinguishedNameBuilder();
        foreach (var group in user.Groups)
        {
            subject.AddOrganizationName(group);
        }

        subject.AddCommonName(user.Name);
        return Issue(subject.Build(), ClientUse, null);
    }

    /// <summary>The user that a client certificate stands for.</summary>
    public static ApiUser User(X509Certificate2 certificate)
    {
        var parts = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Select(part => (Type: part.GetSingleElementType().Value, Text: part.GetSingleElementValue() ?? ""))
            .ToList();
        var groups = parts.Where(part => part.Type == Organization).Select(part => part.Text);
        return new ApiUser(parts.Find(part => part.Type == CommonName).Text ?? "", [.. groups]);
    }

    /// <summary>Whether a certificate was issued to a client by the authority and is in force.</summary>
    public static bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientUse));
        return chain.Build(certificate);
    }

    /// <inheritdoc />
    public void Dispose() => Authority.Dispose();

    private X509Certificate2 Issue(X500DistinguishedName subject, string use, X509Extension? names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }

        using var issued = request.Create(Authority, _from, _to, RandomNumberGenerator.GetBytes(16));
        using var withKey = issued.CopyWithPrivateKey(key);

        // A certificate whose key is only in memory cannot serve TLS everywhere; one that was loaded can.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}

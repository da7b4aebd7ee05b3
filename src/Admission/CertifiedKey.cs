using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Autoscale.Admission;

/// <summary>A certificate and its private key. Never disposed: handshakes may hold it, and what nobody holds is collected.</summary>
public sealed class CertifiedKey
{
    private readonly byte[] _pem;
    private readonly byte[] _keyPem;

    private CertifiedKey(X509Certificate2 certificate, byte[] pem, byte[] keyPem)
    {
        Certificate = certificate;
        _pem = pem;
        _keyPem = keyPem;
    }

    /// <summary>The certificate, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>PEM of the certificate.</summary>
    public byte[] CertificatePem => [.. _pem];

    /// <summary>PEM of the key, unencrypted.</summary>
    public byte[] KeyPem => [.. _keyPem];

    /// <summary>Joins a certificate with its key.</summary>
    public static CertifiedKey Of(X509Certificate2 certificate, ECDsa key)
    {
        using var joined = certificate.CopyWithPrivateKey(key);
        return new(Loaded(joined), Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()), Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
    }

    /// <summary>Reads both from PEM; null when one is absent or damaged, or when they do not belong together.</summary>
    public static CertifiedKey? Read(byte[]? certificate, byte[]? key)
    {
        if (certificate is null || key is null)
        {
            return null;
        }

        try
        {
            using var joined = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(certificate), Encoding.ASCII.GetString(key));
            return new(Loaded(joined), certificate, key);
        }
        catch (Exception damage) when (damage is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    // A certificate whose key is only in memory cannot serve TLS everywhere; one that was loaded can.
    private static X509Certificate2 Loaded(X509Certificate2 joined) =>
        X509CertificateLoader.LoadPkcs12(joined.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
}

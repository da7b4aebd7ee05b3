using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Autoscale.Kubernetes.Client;

/// <summary>Reads certificates and keys in PEM.</summary>
public static class Pem
{
    /// <summary>The certificates of a bundle, or null when it holds none.</summary>
    public static X509Certificate2Collection? Authorities(string pem)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(pem);
            return certificates.Count == 0 ? null : certificates;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>A client certificate with its key and the intermediates after it, or null when they are none or do not fit.</summary>
    public static SslStreamCertificateContext? ClientCertificate(string certificatePem, string keyPem)
    {
        try
        {
            using var read = X509Certificate2.CreateFromPem(certificatePem, keyPem);

            // Windows' TLS cannot use a key that was never in a store or a PKCS#12 file.
            var leaf = X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
            var chain = Authorities(certificatePem) ?? [];
            chain.RemoveAt(0);
            return SslStreamCertificateContext.Create(leaf, chain, offline: true);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Autoscale.Admission;

/// <summary>Certificates of authorities one after the other in PEM, as a caBundle holds them.</summary>
public static class AuthorityBundle
{
    /// <summary>The certificates of a bundle; none when there is no bundle or it is damaged.</summary>
    public static IReadOnlyList<X509Certificate2> Read(byte[]? pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Encoding.ASCII.GetString(pem ?? []));
        }
        catch (CryptographicException)
        {
            // One that is damaged is trusted by nobody as a whole, either.
            return [];
        }

        return [.. certificates];
    }

    /// <summary>Writes each certificate once, in this order.</summary>
    public static byte[] Write(IEnumerable<X509Certificate2> authorities) => Encoding.ASCII.GetBytes(string.Concat(
        authorities.DistinctBy(authority => authority.Thumbprint).Select(authority => authority.ExportCertificatePem() + "\n")));

    /// <summary>Whether the bundle holds the authority.</summary>
    public static bool Trusts(byte[]? pem, X509Certificate2 authority) =>
        Read(pem).Any(one => one.RawDataMemory.Span.SequenceEqual(authority.RawDataMemory.Span));

    /// <summary>The authorities of a bundle that were made for a webhook of ours.</summary>
    public static IEnumerable<X509Certificate2> Ours(byte[]? pem) =>
        Read(pem).Where(one => one.Subject.StartsWith($"CN={CertificateIssue.AuthorityPrefix}", StringComparison.Ordinal));
}

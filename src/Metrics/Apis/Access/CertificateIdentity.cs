using System.Security.Cryptography.X509Certificates;

namespace Autoscale.Metrics.Apis.Access;

/// <summary>The user whom a client certificate stands for: its common name, in the groups that its organizations name.</summary>
internal static class CertificateIdentity
{
    private const string CommonNameType = "2.5.4.3";
    private const string OrganizationType = "2.5.4.10";

    /// <summary>The user; null when the certificate bears no name.</summary>
    public static ApiIdentity? Of(X509Certificate2 certificate) =>
        CommonName(certificate) is { Length: > 0 } name ? new(name, [.. Values(certificate, OrganizationType)]) : null;

    /// <summary>The common name; null when there is none.</summary>
    public static string? CommonName(X509Certificate2 certificate) => Values(certificate, CommonNameType).LastOrDefault();

    // A name of several parts in one is nobody's whom the API server has issued a certificate.
    private static IEnumerable<string> Values(X509Certificate2 certificate, string type) => certificate.SubjectName
        .EnumerateRelativeDistinguishedNames(reversed: false)
        .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == type)
        .Select(part => part.GetSingleElementValue() ?? "");
}

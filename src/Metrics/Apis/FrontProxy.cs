using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Autoscale.Metrics.Apis;

/// <summary>
/// Lets in whom the API server's aggregator sends: a client certificate of the trusted authority that bears one of the allowed
/// names, and a user in X-Remote-User; or whoever knows the token. A certificate of that authority with another name is some
/// user's, and does not count. What the user may read is left to the API server, which has let the request pass.
/// </summary>
internal sealed class FrontProxy(FrontProxyOptions options)
{
    private const string Bearer = "Bearer ";

    public bool Admits(HttpContext http) =>
        KnowsToken(http.Request.Headers.Authorization.ToString())
        || (http.Connection.ClientCertificate is { } certificate && IsTrusted(certificate) && http.Request.Headers["X-Remote-User"].ToString().Length > 0);

    private bool KnowsToken(string header) =>
        options.Token is { Length: > 0 } token
        && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[Bearer.Length..].Trim()), Encoding.UTF8.GetBytes(token));

    private bool IsTrusted(X509Certificate2 certificate)
    {
        if (options.ClientAuthority is not { } authority
            || !options.AllowedNames.Contains(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)))
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}

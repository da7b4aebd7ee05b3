using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Finds out who asks: by a client certificate of the cluster's CA (name and groups from its subject) or by a bearer token.</summary>
internal sealed class Authenticator(X509Certificate2? authority, IReadOnlyDictionary<string, ApiUser> tokens)
{
    private const string Scheme = "Bearer ";

    // A connection keeps its certificate; whom it stands for is found out once.
    private readonly ConditionalWeakTable<X509Certificate2, Holder> _holders = [];

    /// <summary>The user, or null when nobody we know asks.</summary>
    public ClaimsPrincipal? Authenticate(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && Authenticate(header[Scheme.Length..].Trim()) is { } user)
        {
            return user;
        }

        return http.Connection.ClientCertificate is { } certificate ? _holders.GetValue(certificate, Identify).User : null;
    }

    /// <summary>The user whose the bearer token is, or null when it is nobody's.</summary>
    public ClaimsPrincipal? Authenticate(string token) => tokens.TryGetValue(token, out var user) ? Principal(user, "token") : null;

    private Holder Identify(X509Certificate2 certificate) => new(
        authority is not null && ClusterCertificates.IsIssuedBy(certificate, authority) ? Principal(ClusterCertificates.User(certificate), "x509") : null);

    private static ClaimsPrincipal Principal(ApiUser user, string kind)
    {
        var claims = user.Groups.Append("system:authenticated").Distinct().Select(group => new Claim(ClaimTypes.Role, group));
        return new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user.Name), .. claims], kind));
    }

    private sealed record Holder(ClaimsPrincipal? User);
}

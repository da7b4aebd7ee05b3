using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.LocalCluster.Api;

/// <summary>What an API server is made of.</summary>
public sealed record ApiServerOptions
{
    /// <summary>The kinds that it serves; the preferred version of a kind comes first.</summary>
    public required IReadOnlyList<ResourceKind> Kinds { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Where uids and generated names come from; default: a new source.</summary>
    public Random Random { get; init; } = new();

    /// <summary>The resourceVersion before the first write; default 0.</summary>
    public long FirstVersion { get; init; }

    /// <summary>Bearer tokens and the users whom they stand for; default none.</summary>
    public IReadOnlyDictionary<string, ApiUser> Tokens { get; init; } = new Dictionary<string, ApiUser>();

    /// <summary>The authority whose client certificates are trusted; null for none.</summary>
    public X509Certificate2? ClientAuthority { get; init; }

    /// <summary>The certificate that aggregated servers and webhooks are shown; null for none.</summary>
    public X509Certificate2? ProxyCertificate { get; init; }

    /// <summary>The authority of that certificate, which aggregated servers are told to trust; null for none.</summary>
    public X509Certificate2? ProxyAuthority { get; init; }

    /// <summary>Where the log goes; default nowhere.</summary>
    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;
}

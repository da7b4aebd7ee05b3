using System.Security.Cryptography.X509Certificates;

namespace Autoscale.Metrics.Apis;

/// <summary>Whom the metrics APIs answer; without an authority and without a token nobody.</summary>
public sealed record FrontProxyOptions
{
    /// <summary>The authority that issues the aggregator's client certificate; null (the default) for none.</summary>
    public X509Certificate2? ClientAuthority { get; init; }

    /// <summary>The common names that the aggregator's certificate may bear; "front-proxy-client" and "system:kube-aggregator" by default.</summary>
    public IReadOnlyList<string> AllowedNames { get; init; } = ["front-proxy-client", "system:kube-aggregator"];

    /// <summary>A bearer token that is let in as well; null (the default) for none.</summary>
    public string? Token { get; init; }
}

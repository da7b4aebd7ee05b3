using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Autoscale.Metrics.Apis;

/// <summary>How the metrics APIs are served.</summary>
public sealed record MetricsApiOptions
{
    /// <summary>
    /// The server's certificate at the moment, with its key; it must bear the name of its Service, e.g. metrics.kube-system.svc.
    /// Asked at each handshake, which fails while it is null.
    /// </summary>
    public required Func<X509Certificate2?> Certificate { get; init; }

    /// <summary>Where to listen; 127.0.0.1 and a free port by default.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>The groups that are served; all by default.</summary>
    public IReadOnlyList<MetricsApiGroup> Groups { get; init; } = [MetricsApiGroup.Resource, MetricsApiGroup.Custom, MetricsApiGroup.External];

    /// <summary>The clock by which readings are valid; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

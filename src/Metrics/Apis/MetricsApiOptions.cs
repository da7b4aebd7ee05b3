using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Autoscale.Metrics.Apis;

/// <summary>How the metrics APIs are served.</summary>
public sealed record MetricsApiOptions
{
    /// <summary>The server's certificate, with its key; it must bear the name of its Service, e.g. metrics.kube-system.svc.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Where to listen; 127.0.0.1 and a free port by default.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Whom to answer; nobody by default.</summary>
    public FrontProxyOptions FrontProxy { get; init; } = new();

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

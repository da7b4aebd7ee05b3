using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Autoscale.Metrics.Control;

/// <summary>How reports are taken over HTTP.</summary>
public sealed record PushedServerOptions
{
    /// <summary>Where to listen; 127.0.0.1 and a free port by default.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>The server's certificate with its key at each handshake; null (the default) when tokens come in plain text: only for this host, or behind a proxy that does TLS.</summary>
    public Func<X509Certificate2>? Certificate { get; init; }
}

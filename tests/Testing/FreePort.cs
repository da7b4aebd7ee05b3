using System.Net;
using System.Net.Sockets;

namespace Autoscale.Testing;

/// <summary>Ports of this host that nobody listens on.</summary>
public static class FreePort
{
    /// <summary>Takes a free port of the loopback address.</summary>
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>The Prometheus servers that sources ask: one client for all sources that ask the same server as the same user.</summary>
internal sealed class PrometheusServers(TimeProvider time)
{
    private readonly Lock _changing = new();
    private readonly Dictionary<(Uri Url, SourceConnection Connection), (PrometheusClient Client, int Users)> _clients = [];

    /// <summary>The client of a server, until it is given back.</summary>
    public PrometheusClient Take(PrometheusSourceOptions options)
    {
        lock (_changing)
        {
            var key = (options.Url, options.Connection);
            var (client, users) = _clients.TryGetValue(key, out var known) ? known : (new PrometheusClient(options.Url, options.Connection, time), 0);
            _clients[key] = (client, users + 1);
            return client;
        }
    }

    /// <summary>Gives a client back; the last one closes its connections.</summary>
    public void Return(PrometheusSourceOptions options)
    {
        lock (_changing)
        {
            var key = (options.Url, options.Connection);
            var (client, users) = _clients[key];
            if (users > 1)
            {
                _clients[key] = (client, users - 1);
                return;
            }

            _clients.Remove(key);
            client.Dispose();
        }
    }
}

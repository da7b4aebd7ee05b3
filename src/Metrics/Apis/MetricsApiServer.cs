using Autoscale.Kubernetes.Control;
using Autoscale.Metrics.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Autoscale.Metrics.Apis;

/// <summary>
/// Serves metrics.k8s.io/v1beta1, custom.metrics.k8s.io/v1beta1 and v1beta2, and external.metrics.k8s.io/v1beta1 over TLS, for an
/// API server to aggregate.
/// </summary>
internal sealed class MetricsApiServer : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);

    private readonly EmbeddedServer _server;

    private MetricsApiServer(EmbeddedServer server) => _server = server;

    /// <summary>The port in use.</summary>
    public int Port => _server.Url.Port;

    /// <summary>Begins to serve those whom the gate lets in; throws <see cref="IOException"/> when the port is taken.</summary>
    internal static async Task<MetricsApiServer> StartAsync(
        MetricsApiTools tools, RequestGate gate, MetricDemand demand, MetricsApiOptions options, CancellationToken cancellationToken)
    {
        var app = EmbeddedServer.Prepare(StopLimit, kestrel => Listen(kestrel, options)).Build();
        app.Run(new MetricsEndpoints(tools, gate, demand, options).AnswerAsync);
        return new MetricsApiServer(await EmbeddedServer.StartAsync(app, cancellationToken));
    }

    /// <summary>Stops within about a second.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static void Listen(KestrelServerOptions kestrel, MetricsApiOptions options) => kestrel.Listen(options.Listen, listen =>
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(https =>
        {
            https.ServerCertificateSelector = (_, _) => options.Certificate();
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;

            // Whether a certificate is the aggregator's is decided by request, so that a refusal is an answer.
            https.AllowAnyClientCertificate();
        });
    });
}

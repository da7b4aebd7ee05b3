using System.Net;
using Autoscale.Kubernetes.Control;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale.Telemetry;

/// <summary>Serves <see cref="OperationsEndpoints"/> over plain HTTP, for probes and for Prometheus.</summary>
internal static class OperationsServer
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);

    /// <summary>Begins to serve what the exporter of the services and the checks say; throws <see cref="IOException"/> when the port is taken.</summary>
    public static Task<EmbeddedServer> StartAsync(
        IPEndPoint address, IServiceProvider services, IEnumerable<ReadinessCheck> checks, CancellationToken cancellationToken)
    {
        var builder = EmbeddedServer.Prepare(StopLimit, kestrel => kestrel.Listen(address));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(services.GetRequiredService<PrometheusExporter>());
        foreach (var check in checks)
        {
            builder.Services.AddSingleton(check);
        }

        var app = builder.Build();
        app.MapOperations();
        return EmbeddedServer.StartAsync(app, cancellationToken);
    }
}

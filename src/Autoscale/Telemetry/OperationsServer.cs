using System.Net;
using Autoscale.Kubernetes.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Autoscale.Telemetry;

/// <summary>Serves <see cref="OperationsEndpoints"/> over plain HTTP, for probes and for Prometheus.</summary>
internal static class OperationsServer
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);

    /// <summary>Builds the server; it takes the exporter of the services and starts listening when it is started.</summary>
    public static WebApplication Build(IPEndPoint address, IServiceProvider services, IEnumerable<ReadinessCheck> checks)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopLimit);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.AddSingleton(services.GetRequiredService<PrometheusExporter>());
        foreach (var check in checks)
        {
            builder.Services.AddSingleton(check);
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(address));
        var app = builder.Build();
        app.MapOperations();
        return app;
    }
}

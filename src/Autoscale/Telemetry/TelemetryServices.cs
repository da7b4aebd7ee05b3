using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Autoscale.Telemetry;

/// <summary>Puts the exporter of metrics into the composition.</summary>
public static class TelemetryServices
{
    /// <summary>Adds the exporter, which <see cref="OperationsEndpoints.MapOperations"/> serves and starts.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(new PrometheusExporterOptions());
        services.TryAddSingleton<PrometheusExporter>();
        return services;
    }
}

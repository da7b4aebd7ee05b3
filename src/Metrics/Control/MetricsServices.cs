using System.ComponentModel.DataAnnotations;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Autoscale.Metrics.Control;

/// <summary>Puts the room together.</summary>
public static class MetricsServices
{
    /// <summary>
    /// Adds the table, who looks at it, and the loops that fill it. The composition adds the rest: TimeProvider, KubeClient, and a
    /// running <see cref="Informer{T}"/> of nodes. Throws <see cref="OptionsValidationException"/> with all that is wrong.
    /// </summary>
    public static IServiceCollection AddMetrics(this IServiceCollection services, MetricsOptions options)
    {
        Validate(options);
        services.AddMetrics();
        services.TryAddSingleton(options);
        services.TryAddSingleton<MetricTable>();
        services.TryAddSingleton<Interest>();
        services.TryAddSingleton<MetricsTelemetry>();
        services.TryAddSingleton<SourceTools>();
        services.TryAddSingleton(provider =>
        {
            var nodes = provider.GetRequiredService<Informer<Node>>();
            return ActivatorUtilities.CreateInstance<ScrapeLoop>(
                provider, new KnownNodes(() => [.. nodes.Cache.All]));
        });
        services.TryAddSingleton<ResourceMetricsPoll>();
        services.TryAddSingleton<MetricsLoops>();
        services.AddHostedService(provider => provider.GetRequiredService<MetricsLoops>());
        return services;
    }

    private static void Validate(MetricsOptions options)
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true);

        // Rules across fields are only asked by the validator once every field is right by itself; we tell all at once.
        problems.AddRange(problems.Count > 0 ? options.Validate(new ValidationContext(options)) : []);
        if (problems.Count > 0)
        {
            throw new OptionsValidationException(
                nameof(MetricsOptions), typeof(MetricsOptions), problems.Select(problem => problem.ErrorMessage ?? "invalid").Distinct());
        }
    }
}

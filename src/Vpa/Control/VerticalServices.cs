using System.ComponentModel.DataAnnotations;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Autoscale.Vpa.Control;

/// <summary>Adds the vertical autoscaler to a composition; run its <see cref="VerticalController"/>.</summary>
public static class VerticalServices
{
    /// <summary>
    /// Adds the room's services. KubeClient, MetricTable, TimeProvider, logging and metrics must be there; the informers of pods and
    /// limit ranges are added where nobody else did. Throws <see cref="OptionsValidationException"/> with all that is wrong.
    /// </summary>
    public static IServiceCollection AddVpa(this IServiceCollection services, VerticalOptions options)
    {
        Validate(options);
        services.TryAddSingleton(options);
        services.TryAddSingleton<KubernetesTelemetry>();
        services.TryAddSingleton<ControlLoopServices>();
        services.TryAddSingleton<VerticalBook>();
        services.TryAddSingleton<VpaTargets>();
        services.TryAddSingleton<TargetTemplates>();
        services.AddInformer(KubeRoute.Pods, KubeJson.Default.Pod);
        services.AddInformer(KubeRoute.LimitRanges, KubeJson.Default.LimitRange);
        services.AddInformer(VerticalPodAutoscaler.Route, VerticalPodAutoscaler.JsonType);
        services.AddInformer(VerticalPodAutoscalerCheckpoint.Route, VerticalPodAutoscalerCheckpoint.JsonType);
        services.TryAddSingleton(provider => Defined<VerticalPodAutoscaler>(provider, VerticalPodAutoscaler.Route));
        services.TryAddSingleton(provider => Defined<VerticalPodAutoscalerCheckpoint>(provider, VerticalPodAutoscalerCheckpoint.Route));
        services.TryAddSingleton<VerticalCaches>();
        services.TryAddSingleton<VerticalTelemetry>();
        services.AddPodUpdater();
        services.TryAddSingleton(RecommenderServices.Controller);
        return services;
    }

    private static void Validate(VerticalOptions options)
    {
        var problems = new List<ValidationResult>();
        foreach (var part in new object[] { options, options.Updater, options.Cooperation, options.Checkpoints, options.History })
        {
            Validator.TryValidateObject(part, new ValidationContext(part), problems, validateAllProperties: true);
        }

        if (problems.Count > 0)
        {
            var texts = problems.Select(problem => problem.ErrorMessage ?? "invalid").Distinct();
            throw new OptionsValidationException(nameof(VerticalOptions), typeof(VerticalOptions), texts);
        }
    }

    internal static DefinedInformer<T> Defined<T>(IServiceProvider provider, KubeRoute route)
        where T : class, IKubeObject => ActivatorUtilities.CreateInstance<DefinedInformer<T>>(
            provider, provider.GetRequiredService<KubeClient>(), route, provider.GetRequiredService<Informer<T>>());
}

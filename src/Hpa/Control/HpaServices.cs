using System.ComponentModel.DataAnnotations;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Autoscale.Hpa.Control;

/// <summary>Adds the horizontal autoscaler to a composition; run its <see cref="HorizontalController"/>.</summary>
public static class HpaServices
{
    /// <summary>
    /// Adds the room's services. KubeClient, MetricTable, Interest, TimeProvider, logging and metrics must be there; informers of
    /// pods and autoscalers are added where nobody else did, and utilization is reckoned against the pods' own requests unless an
    /// <see cref="IFixedRequests"/> says otherwise. Throws <see cref="OptionsValidationException"/> with all that is wrong.
    /// </summary>
    public static IServiceCollection AddHpa(this IServiceCollection services, HorizontalOptions options)
    {
        Validate(options);
        services.TryAddSingleton(options);
        services.TryAddSingleton(new SelectorIndex<PodTraits>(PodTraits.Of));
        services.TryAddSingleton<IFixedRequests, NoFixedRequests>();
        services.TryAddSingleton<FactsReader>();
        services.TryAddSingleton<ScaleClient>();
        services.TryAddSingleton<DecisionBook>();
        services.TryAddSingleton<HpaTelemetry>();
        services.TryAddSingleton<KubernetesTelemetry>();
        services.TryAddSingleton(p => new HorizontalTiming(options, p.GetRequiredService<TimeProvider>(), new Random()));
        services.AddInformer(KubeRoute.Pods, KubeJson.Default.Pod);
        services.AddInformer(KubeRoute.HorizontalPodAutoscalers, KubeJson.Default.HorizontalPodAutoscaler);
        services.TryAddSingleton(Controller);
        return services;
    }

    private static void Validate(HorizontalOptions options)
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true);
        Validator.TryValidateObject(options.Decision, new ValidationContext(options.Decision), problems, validateAllProperties: true);
        if (problems.Count > 0)
        {
            var texts = problems.Select(problem => problem.ErrorMessage ?? "invalid").Distinct();
            throw new OptionsValidationException(nameof(HorizontalOptions), typeof(HorizontalOptions), texts);
        }
    }

    private static HorizontalController Controller(IServiceProvider provider)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var events = ActivatorUtilities.CreateInstance<EventRecorder>(
            provider, new EventSource { Component = ComponentOf(provider.GetRequiredService<HorizontalOptions>().Mode) }, EventSink.To(provider.GetRequiredService<KubeClient>()));
        var autoscalers = provider.GetRequiredService<Informer<HorizontalPodAutoscaler>>();
        var options = provider.GetRequiredService<HorizontalOptions>();
        var teller = ActivatorUtilities.CreateInstance<DecisionTeller>(provider, events);
        var reconciler = ActivatorUtilities.CreateInstance<HorizontalReconciler>(provider, autoscalers.Cache, teller);
        var queue = new WorkQueue(time);
        var loop = new ControlLoop(
            "horizontal",
            queue,
            reconciler.ReconcileAsync,
            new() { Workers = options.Workers, RequeueAfterTerminal = options.SyncPeriod },
            ActivatorUtilities.CreateInstance<ControlLoopServices>(provider));
        var waking = ActivatorUtilities.CreateInstance<HorizontalWaking>(provider, queue);
        var caches = new HorizontalCaches(provider.GetRequiredService<Informer<Pod>>(), autoscalers, events, provider.GetRequiredService<IFixedRequests>());
        return new(caches, waking, loop, provider.GetRequiredService<MetricTable>(), options);
    }

    // What we would do must not read as what the cluster's own controller did.
    private static string ComponentOf(HorizontalMode mode) =>
        mode == HorizontalMode.Observe ? "autoscale-observer" : "horizontal-pod-autoscaler";
}

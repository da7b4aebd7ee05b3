using System.ComponentModel.DataAnnotations;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Autoscale.Quota.Control;

/// <summary>Adds resource quotas to a composition; run its <see cref="QuotaController"/>.</summary>
public static class QuotaServices
{
    /// <summary>
    /// Adds the policies, the accountant and the status controller. KubeClient, TimeProvider, logging and metrics must be there; the
    /// informers of quotas and limit ranges are added, and run by the controller. Throws <see cref="OptionsValidationException"/> with all that is wrong.
    /// </summary>
    public static IServiceCollection AddQuota(this IServiceCollection services, QuotaOptions options)
    {
        Validate(options);
        services.TryAddSingleton(options);
        services.TryAddSingleton<QuotaTelemetry>();
        services.TryAddSingleton<KubernetesTelemetry>();
        services.AddInformer(KubeRoute.ResourceQuotas, KubeJson.Default.ResourceQuota);
        services.AddInformer(KubeRoute.LimitRanges, KubeJson.Default.LimitRange);
        services.TryAddSingleton<QuotaCache>();
        services.TryAddSingleton<QuotaStore>();
        services.TryAddSingleton<QuotaAccountant>();
        services.TryAddSingleton<ClaimFacts>();
        if (options.Mode == GovernanceMode.Enforce)
        {
            // Where the API server's own plugin sets the defaults and holds the bounds, nothing is left to do for this one.
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IAdmissionPolicy, LimitRangePolicy>());
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAdmissionPolicy, QuotaPolicy>());
        services.TryAddSingleton(Controller);
        return services;
    }

    private static void Validate(QuotaOptions options)
    {
        var problems = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true))
        {
            var texts = problems.Select(problem => problem.ErrorMessage ?? "invalid");
            throw new OptionsValidationException(nameof(QuotaOptions), typeof(QuotaOptions), texts);
        }
    }

    private static QuotaController Controller(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<QuotaOptions>();
        var time = provider.GetRequiredService<TimeProvider>();
        var client = provider.GetRequiredService<KubeClient>();
        var events = ActivatorUtilities.CreateInstance<EventRecorder>(
            provider, new EventSource { Component = "resource-quota" }, EventSink.To(client));

        // The cache subscribes to the informer, and must not miss its first list.
        _ = provider.GetRequiredService<QuotaCache>();
        var clock = new SteadyClock(time);
        var claims = provider.GetRequiredService<ClaimFacts>();
        var queue = new WorkQueue(time);
        var books = new QuotaBooks(queue, options, claims, clock);
        var needs = new ObjectSource.Needs(client, time, provider.GetRequiredService<ILoggerFactory>());
        var sources = new ObjectSources(new(client), needs, options, provider.GetRequiredService<ILogger<ObjectSources>>())
        {
            Changed = books.Changed,
            Synced = books.WakeAll,
            Stopped = books.Forget,
        };
        var doubles = new DoubleChargeReport(events, provider.GetRequiredService<QuotaTelemetry>());
        var reconciler = ActivatorUtilities.CreateInstance<QuotaReconciler>(
            provider, books, sources, new ReconcilerServices(options, provider.GetRequiredService<QuotaTelemetry>(), doubles, claims, clock, time));
        var loop = new ControlLoop(
            "quota",
            queue,
            reconciler.ReconcileAsync,
            new() { Workers = options.Workers, RequeueAfterTerminal = options.Discovery },
            ActivatorUtilities.CreateInstance<ControlLoopServices>(provider));
        var rules = new QuotaController.Rules(provider.GetRequiredService<Informer<ResourceQuota>>(), provider.GetRequiredService<Informer<LimitRange>>());
        return new(rules, events, options, new(books, sources, loop, doubles));
    }
}

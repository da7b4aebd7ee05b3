using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Autoscale.Admission.Control;

/// <summary>Puts the room together.</summary>
public static class AdmissionServices
{
    /// <summary>
    /// Adds the chain and the endpoint. The composition adds the rest: TimeProvider, every <see cref="IAdmissionPolicy"/> in the
    /// order in which they mutate, every <see cref="ReadinessCheck"/>; and starts an <see cref="AdmissionServer"/>. Throws
    /// <see cref="OptionsValidationException"/> with all that is wrong.
    /// </summary>
    public static IServiceCollection AddAdmission(this IServiceCollection services, AdmissionOptions options)
    {
        OptionsCheck.Demand(options);
        services.AddMetrics();
        services.TryAddSingleton(options);
        services.TryAddSingleton<AdmissionTelemetry>();
        services.TryAddSingleton<AdmissionChain>();
        services.TryAddSingleton<AdmissionEndpoint>();
        return services;
    }

    /// <summary>
    /// Adds what keeps the webhook's certificates and registration; the composition adds KubeClient, TimeProvider, logging and the
    /// policies, serves with <see cref="WebhookUpkeep.Serving"/>, and runs the <see cref="WebhookUpkeep"/>. Throws
    /// <see cref="OptionsValidationException"/> with all that is wrong with some options.
    /// </summary>
    public static IServiceCollection AddWebhookUpkeep(
        this IServiceCollection services, CertificateOptions certificates, RegistrationOptions registration)
    {
        OptionsCheck.Demand(certificates);
        OptionsCheck.Demand(registration);
        services.AddMetrics();
        services.TryAddSingleton<AdmissionTelemetry>();
        services.TryAddSingleton<KubernetesTelemetry>();
        services.TryAddSingleton(provider => new UpkeepServices(
            provider.GetRequiredService<TimeProvider>(),
            new Random(),
            provider.GetRequiredService<KubernetesTelemetry>(),
            provider.GetRequiredService<AdmissionTelemetry>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.TryAddSingleton(provider => new WebhookUpkeep(
            provider.GetRequiredService<KubeClient>(),
            certificates,
            registration,
            [.. provider.GetServices<IAdmissionPolicy>()],
            provider.GetRequiredService<UpkeepServices>()));
        services.AddSingleton(provider => provider.GetRequiredService<WebhookUpkeep>().Readiness);
        return services;
    }
}

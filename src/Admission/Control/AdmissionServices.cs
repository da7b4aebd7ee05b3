using Autoscale.Kubernetes.Control;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
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
        services.TryAddSingleton<KubernetesTelemetry>();
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<UpkeepServices>(provider, new Random()));
        return services;
    }
}

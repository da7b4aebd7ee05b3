using System.ComponentModel.DataAnnotations;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Updating;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Autoscale.Vpa.Control;

/// <summary>Adds what the webhook does for vertical autoscalers to a composition; run its <see cref="VpaAdmission"/>.</summary>
public static class VpaAdmissionServices
{
    /// <summary>
    /// Adds the policies, after those that set defaults of limit ranges. KubeClient, TimeProvider, logging and metrics must be there, and
    /// whoever knows the headroom of quotas; what is shared with the recommender is added where it is not. Throws
    /// <see cref="OptionsValidationException"/> with all that is wrong.
    /// </summary>
    public static IServiceCollection AddVpaAdmission(this IServiceCollection services, VpaAdmissionOptions options)
    {
        Validate(options);
        services.TryAddSingleton(options);
        services.TryAddSingleton(new VerticalOptions { Mode = VerticalMode.Off });
        services.TryAddSingleton<VpaTargets>();
        services.TryAddSingleton<IQuotaHeadroom, NoQuotas>();
        services.AddInformer(KubeRoute.LimitRanges, KubeJson.Default.LimitRange);
        services.AddInformer(VerticalPodAutoscaler.Route, VerticalPodAutoscaler.JsonType);
        services.TryAddSingleton(provider => VerticalServices.Defined<VerticalPodAutoscaler>(provider, VerticalPodAutoscaler.Route));
        services.TryAddSingleton<AdmissionCaches>();
        services.TryAddSingleton<PodMatching>();
        services.TryAddSingleton<VpaAdmissionTelemetry>();
        services.TryAddSingleton<AdmissionLease>();
        services.TryAddSingleton<VpaAdmission>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAdmissionPolicy, RecommendationPolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAdmissionPolicy, VpaPolicy>());
        return services;
    }

    private static void Validate(VpaAdmissionOptions options)
    {
        var problems = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true))
        {
            throw new OptionsValidationException(
                nameof(VpaAdmissionOptions), typeof(VpaAdmissionOptions), problems.Select(problem => problem.ErrorMessage ?? "invalid"));
        }
    }
}

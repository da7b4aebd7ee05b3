using System.ComponentModel.DataAnnotations;
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
        Validate(options);
        services.AddMetrics();
        services.TryAddSingleton(options);
        services.TryAddSingleton<AdmissionTelemetry>();
        services.TryAddSingleton<AdmissionChain>();
        services.TryAddSingleton<AdmissionEndpoint>();
        return services;
    }

    private static void Validate(AdmissionOptions options)
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true);

        // Rules across fields are only asked by the validator once every field is right by itself; we tell all at once.
        problems.AddRange(problems.Count > 0 ? options.Validate(new ValidationContext(options)) : []);
        if (problems.Count > 0)
        {
            throw new OptionsValidationException(
                nameof(AdmissionOptions), typeof(AdmissionOptions), problems.Select(problem => problem.ErrorMessage ?? "invalid").Distinct());
        }
    }
}

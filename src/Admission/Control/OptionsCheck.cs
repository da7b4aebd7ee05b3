using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Autoscale.Admission.Control;

/// <summary>Checks options before anything is made of them.</summary>
internal static class OptionsCheck
{
    /// <summary>Throws <see cref="OptionsValidationException"/> with all that is wrong.</summary>
    public static void Demand<T>(T options)
        where T : class, IValidatableObject
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true);

        // Rules across fields are only asked by the validator once every field is right by itself; we tell all at once.
        problems.AddRange(problems.Count > 0 ? options.Validate(new ValidationContext(options)) : []);
        if (problems.Count > 0)
        {
            throw new OptionsValidationException(
                typeof(T).Name, typeof(T), problems.Select(problem => problem.ErrorMessage ?? "invalid").Distinct());
        }
    }
}

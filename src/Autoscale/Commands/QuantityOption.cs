using System.CommandLine;
using Autoscale.Kubernetes;

namespace Autoscale.Commands;

/// <summary>Options whose value is an amount as Kubernetes writes it, e.g. 250m or 16Mi, not below zero.</summary>
internal static class QuantityOption
{
    /// <summary>Refuses whatever is no amount, or is below zero, with a line that names the option and what was given.</summary>
    public static Option<Quantity?> NotNegative(this Option<Quantity?> option)
    {
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Quantity.TryParse(text, out var value, out _) && value >= default(Quantity))
            {
                return value;
            }

            result.AddError($"{option.Name} must be an amount such as 250m or 16Mi, not {text}");
            return null;
        };
        return option;
    }
}

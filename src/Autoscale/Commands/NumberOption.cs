using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Autoscale.Commands;

/// <summary>Options whose value is a number within limits.</summary>
internal static class NumberOption
{
    /// <summary>An option whose value is a number from least to most, with the one that is usual.</summary>
    public static Option<T> Of<T>(string name, string description, T usual, T least, T most)
        where T : INumber<T> => new Option<T>(name) { Description = description, DefaultValueFactory = _ => usual }.Within(least, most);

    /// <summary>Refuses whatever is no number from least to most, with a line that names the option, its limits and what was given.</summary>
    public static Option<T> Within<T>(this Option<T> option, T least, T most)
        where T : INumber<T>
    {
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            {
                return value;
            }

            result.AddError($"{option.Name} must be {least} to {most}, not {text}");
            return least;
        };
        return option;
    }
}

using System.CommandLine;
using Autoscale.Kubernetes;

namespace Autoscale.Commands;

/// <summary>Options whose value is a time as Go writes it, e.g. 90s or 24h, within limits.</summary>
internal static class DurationOption
{
    /// <summary>An option whose value is a time from least to most, with the one that is usual.</summary>
    public static Option<TimeSpan> Of(string name, string description, TimeSpan usual, TimeSpan least, TimeSpan most) =>
        new Option<TimeSpan>(name) { Description = description, DefaultValueFactory = _ => usual }.Within(least, most);

    /// <summary>Refuses whatever is no time from least to most, with a line that names the option, its limits and what was given.</summary>
    public static Option<TimeSpan> Within(this Option<TimeSpan> option, TimeSpan least, TimeSpan most)
    {
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (GoDuration.TryParse(text, out var value) && value >= least && value <= most)
            {
                return value;
            }

            result.AddError($"{option.Name} must be {GoDuration.Write(least)} to {GoDuration.Write(most)}, not {text}");
            return least;
        };
        return option;
    }
}

using System.Text.RegularExpressions;

namespace Autoscale.Metrics.Sources;

/// <summary>How metrics are named after their series, as prometheus-adapter's name rules do.</summary>
public sealed partial class SeriesNaming
{
    private readonly Regex _matches;
    private readonly string _as;

    /// <summary>
    /// Takes names that match the expression (any when null) and writes them as told, groups as $1, ${1} or ${name}; by default as
    /// the only group, or as a whole where there is none. Throws <see cref="ArgumentException"/> when the expression is none, and
    /// when it has several groups and nothing tells how to write them.
    /// </summary>
    public SeriesNaming(string? matches, string? @as)
    {
        _matches = NewPattern(string.IsNullOrEmpty(matches) ? ".*" : matches);
        _as = !string.IsNullOrEmpty(@as) ? @as : _matches.GetGroupNumbers().Length switch
        {
            1 => "$0",
            2 => "$1",
            _ => throw new ArgumentException($"{matches} has several groups, so it must be said what the metric is named as"),
        };
    }

    /// <summary>The series' own names.</summary>
    public static SeriesNaming Unchanged { get; } = new(null, null);

    /// <summary>The metric's name, or null when the series is none of those that are named.</summary>
    public string? NameOf(string series)
    {
        var match = _matches.Match(series);
        var name = match.Success ? Reference().Replace(_as, reference => Expand(reference, match)) : "";
        return name.Length > 0 ? name : null;
    }

    internal static Regex NewPattern(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    // As Go expands: a name without braces is as long as it can be, and what is no group is nothing.
    private static string Expand(Match reference, Match match)
    {
        var name = reference.Groups[1].Success ? reference.Groups[1].Value : reference.Groups[2].Value;
        return reference.Value == "$$" ? "$" : match.Groups[name].Value;
    }

    [GeneratedRegex(@"\$(?:\{(\w+)\}|(\w+)|\$)")]
    private static partial Regex Reference();
}

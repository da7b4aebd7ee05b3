using System.Text.RegularExpressions;

namespace Autoscale.Metrics.Sources;

/// <summary>Which names of series pass, by a regular expression that the name has (or has not) in it.</summary>
public sealed class SeriesNameFilter
{
    private readonly Regex _pattern;
    private readonly bool _passes;

    private SeriesNameFilter(string pattern, bool passes)
    {
        _pattern = SeriesNaming.NewPattern(pattern);
        _passes = passes;
    }

    /// <summary>Passes names that match; throws <see cref="ArgumentException"/> when the expression is none.</summary>
    public static SeriesNameFilter Is(string pattern) => new(pattern, passes: true);

    /// <summary>Passes names that do not match; throws <see cref="ArgumentException"/> when the expression is none.</summary>
    public static SeriesNameFilter IsNot(string pattern) => new(pattern, passes: false);

    /// <summary>Whether a name passes.</summary>
    public bool Passes(string name) => _pattern.IsMatch(name) == _passes;
}

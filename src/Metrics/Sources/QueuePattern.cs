using System.Text;
using System.Text.RegularExpressions;

namespace Autoscale.Metrics.Sources;

/// <summary>
/// Picks queues by name: a glob, in which * stands for any characters, ? for one, and a backslash takes the next character as it is;
/// or a regular expression between slashes, /^orders\.[0-9]+$/, that is found anywhere in the name. Where MassTransit moves
/// messages that failed or that nobody wanted (_error and _skipped) is picked only by a pattern that says so.
/// </summary>
public sealed class QueuePattern
{
    private static readonly string[] Asides = [QueueSeries.ErrorSuffix, QueueSeries.SkippedSuffix];

    private readonly Regex? _regex;
    private readonly string? _exact;
    private readonly bool _picksAsides;

    private QueuePattern(string text, Regex? regex, string? exact)
    {
        (Text, _regex, _exact) = (text, regex, exact);
        _picksAsides = exact is not null || Asides.Any(aside => text.Contains(aside, StringComparison.Ordinal));
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>The one name that it picks, or null when it may pick several.</summary>
    public string? Exact => _exact;

    /// <summary>Reads a pattern; throws <see cref="FormatException"/> with what is wrong.</summary>
    public static QueuePattern Parse(string text)
    {
        if (text.Length == 0)
        {
            throw new FormatException("the pattern of queues is empty");
        }

        var isRegex = text.Length > 2 && text[0] == '/' && text[^1] == '/';
        return isRegex ? new(text, Compile(text[1..^1]), null) : ParseGlob(text);
    }

    /// <summary>Whether it picks a queue of this name.</summary>
    public bool Picks(string queue) =>
        _exact is not null ? queue == _exact : (_picksAsides || !IsAside(queue)) && (_regex?.IsMatch(queue) ?? false);

    /// <inheritdoc />
    public override string ToString() => Text;

    private static bool IsAside(string queue) => Asides.Any(aside => queue.EndsWith(aside, StringComparison.Ordinal));

    private static QueuePattern ParseGlob(string text)
    {
        var exact = new StringBuilder();
        var regex = new StringBuilder("^");
        var isExact = true;
        for (var i = 0; i < text.Length; i++)
        {
            var isWild = text[i] is '*' or '?';
            isExact &= !isWild;
            i += text[i] == '\\' && i + 1 < text.Length ? 1 : 0;
            exact.Append(text[i]);
            regex.Append(!isWild ? Regex.Escape(text[i].ToString()) : text[i] == '*' ? ".*" : ".");
        }

        return isExact ? new(text, null, exact.ToString()) : new(text, Compile(regex.Append("\\z").ToString()), null);
    }

    // One that does not track back takes a time that grows with the name only, whatever the expression.
    private static Regex Compile(string expression)
    {
        try
        {
            return new Regex(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"the pattern of queues is no regular expression that can be used: {problem.Message}");
        }
    }
}

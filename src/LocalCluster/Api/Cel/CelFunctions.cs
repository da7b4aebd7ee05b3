using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>The functions of the language on values.</summary>
internal static class CelFunctions
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    /// <summary>Whether the name is that of a function of a string with another.</summary>
    public static bool IsOfTexts(string name) => name is "startsWith" or "endsWith" or "contains" or "matches";

    /// <summary>The number of letters, items or members.</summary>
    public static object? Size(object? value) => value switch
    {
        CelError => value,
        string text => (long)text.EnumerateRunes().Count(),
        JsonObject members => (long)members.Count,
        _ when CelAccess.Items(value) is { } items => (long)items.Count,
        _ => CelError.NoOverload,
    };

    /// <summary>What a function of a string with another comes to.</summary>
    public static object? OfTexts(string name, object? target, object? argument) => (target, argument) switch
    {
        (CelError, _) => target,
        (_, CelError) => argument,
        (string text, string part) => name switch
        {
            "startsWith" => text.StartsWith(part, StringComparison.Ordinal),
            "endsWith" => text.EndsWith(part, StringComparison.Ordinal),
            "contains" => text.Contains(part, StringComparison.Ordinal),
            _ => Matches(text, part),
        },
        _ => CelError.NoOverload,
    };

    /// <summary>A pattern ready to be matched in time that grows with the text only; throws <see cref="ArgumentException"/> or <see cref="NotSupportedException"/> when it is none.</summary>
    public static Regex Pattern(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchLimit);

    private static object Matches(string text, string pattern)
    {
        try
        {
            return Pattern(pattern).IsMatch(text);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return new CelError($"error parsing regexp: {error.Message}");
        }
    }
}

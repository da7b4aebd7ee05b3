using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>The regular expressions of schemas, without backtracking as Go's have none; each is compiled once.</summary>
internal static class GoPattern
{
    private const int Kept = 1000;

    private static readonly ConcurrentDictionary<string, Regex?> Known = new(StringComparer.Ordinal);

    /// <summary>The expression, null when it is malformed.</summary>
    public static Regex? Of(string pattern)
    {
        if (Known.Count > Kept)
        {
            Known.Clear();
        }

        return Known.GetOrAdd(pattern, Compile);
    }

    private static Regex? Compile(string pattern)
    {
        try
        {
            return new Regex(pattern.Replace("(?P<", "(?<", StringComparison.Ordinal), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}

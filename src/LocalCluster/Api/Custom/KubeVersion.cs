using System.Globalization;
using System.Text.RegularExpressions;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>Orders versions as Kubernetes does: stable before beta before alpha, higher before lower, all others after them by name.</summary>
internal sealed partial class KubeVersion : IComparer<string>
{
    /// <summary>The one order.</summary>
    public static KubeVersion Order { get; } = new();

    /// <inheritdoc />
    public int Compare(string? x, string? y)
    {
        var (left, right) = (Parse(x ?? ""), Parse(y ?? ""));
        return (left, right) switch
        {
            (null, null) => string.CompareOrdinal(x, y),
            (null, _) => 1,
            (_, null) => -1,
            _ => right.Value.CompareTo(left.Value),
        };
    }

    private static (int Stage, long Major, long Minor)? Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var stage = match.Groups[2].Value switch { "alpha" => 0, "beta" => 1, _ => 2 };
        return (stage, Number(match.Groups[1].Value), Number(match.Groups[3].Value));
    }

    private static long Number(string digits) => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?\z")]
    private static partial Regex Pattern();
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>An amount that is either a count or a share of a total ("25%"), after k8s.io/apimachinery/pkg/util/intstr.</summary>
internal static class IntOrPercent
{
    /// <summary>The count that the value stands for; the fallback when it is absent or malformed.</summary>
    public static int Resolve(JsonNode? value, int total, bool roundsUp, int fallback = 0)
    {
        if (value.Whole() is { } count)
        {
            return (int)Math.Clamp(count, int.MinValue, int.MaxValue);
        }

        var text = value.Text();
        if (!text.EndsWith('%') || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.Integer, CultureInfo.InvariantCulture, out var percent))
        {
            return fallback;
        }

        var hundredths = (double)percent * total / 100;
        return (int)Math.Clamp(roundsUp ? Math.Ceiling(hundredths) : Math.Floor(hundredths), int.MinValue, int.MaxValue);
    }

    /// <summary>Whether the value is a share of a total.</summary>
    public static bool IsShare(JsonNode? value) => value.Text().EndsWith('%');
}

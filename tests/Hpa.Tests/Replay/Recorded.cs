using Autoscale.Kubernetes;

namespace Autoscale.Hpa.Tests;

/// <summary>Reads values as recordings write them.</summary>
internal static class Recorded
{
    public static TimeSpan Duration(string text) =>
        GoDuration.TryParse(text, out var value) ? value : throw new FormatException($"no duration: {text}");
}

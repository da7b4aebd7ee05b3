using System.Text.Json;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Persisting;

/// <summary>Memory intervals that have not ended, as a checkpoint's annotation holds them.</summary>
public static class OpenWindowText
{
    /// <summary>The annotation.</summary>
    public const string Annotation = "autoscale.dev/open-memory-windows";

    // Annotations of an object may have 256 KiB together.
    private const int Most = 1500;

    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(366);

    /// <summary>The text; of too many the greatest peaks.</summary>
    public static string Write(IReadOnlyList<OpenWindow> windows) => JsonSerializer.Serialize(
        [.. windows.OrderByDescending(window => Math.Max(window.UsagePeak, window.OomPeak)).Take(Most)],
        VpaJson.Default.IReadOnlyListOpenWindow);

    /// <summary>
    /// The intervals, or null where the text is none: somebody else's, or cut off. The checkpoint is then worth as much as one of
    /// upstream's, which has none.
    /// </summary>
    public static IReadOnlyList<OpenWindow>? Read(string? text, DateTimeOffset now)
    {
        try
        {
            return text is null ? null
                : JsonSerializer.Deserialize(text, VpaJson.Default.IReadOnlyListOpenWindow)?.Where(window => IsSound(window, now)).ToList();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsSound(OpenWindow? window, DateTimeOffset now) =>
        window is { Pod.Length: > 0, UsagePeak: >= 0, OomPeak: >= 0 } && window.End <= now + LongestInterval;
}

namespace Autoscale.LocalCluster.Kinds;

/// <summary>Writes durations as k8s.io/apimachinery/pkg/util/duration.HumanDuration does: two units at most, coarser as they grow.</summary>
public static class ShortDuration
{
    /// <summary>The text, e.g. "45s", "2m26s", "3h", "5d"; "0s" for what lies a moment ahead, &lt;invalid&gt; beyond that.</summary>
    public static string Format(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        var (minutes, hours) = (seconds / 60, seconds / 3600);
        return seconds switch
        {
            < -1 => "<invalid>",
            < 0 => "0s",
            < 120 => $"{seconds}s",
            < 600 => Two(minutes, "m", seconds % 60, "s"),
            < 3 * 3600 => $"{minutes}m",
            < 8 * 3600 => Two(hours, "h", minutes % 60, "m"),
            < 48 * 3600 => $"{hours}h",
            < 8 * 24 * 3600 => Two(hours / 24, "d", hours % 24, "h"),
            < 2 * 365 * 24 * 3600L => $"{hours / 24}d",
            < 8 * 365 * 24 * 3600L => Two(hours / 24 / 365, "y", hours / 24 % 365, "d"),
            _ => $"{hours / 24 / 365}y",
        };
    }

    private static string Two(long large, string largeUnit, long small, string smallUnit) =>
        small == 0 ? $"{large}{largeUnit}" : $"{large}{largeUnit}{small}{smallUnit}";
}

using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Persisting;

/// <summary>The peaks of memory by hour, kept beside a checkpoint in an annotation, since upstream's format has no place for them.</summary>
public static class MemoryHoursText
{
    /// <summary>The annotation of a checkpoint.</summary>
    public const string Annotation = "autoscale.dev/memory-hours";

    /// <summary>The annotations with the peaks; as they are without any.</summary>
    public static Dictionary<string, string> Write(Dictionary<string, string> annotations, HourlyPeaks? hours)
    {
        if (hours is not null)
        {
            annotations[Annotation] = hours.ToString();
        }

        return annotations;
    }

    /// <summary>The peaks, or null where there are none, or they cannot be read: they are gathered anew then.</summary>
    public static HourlyPeaks? Read(IReadOnlyDictionary<string, string>? annotations) =>
        annotations?.GetValueOrDefault(Annotation) is { } text ? HourlyPeaks.TryParse(text) : null;
}

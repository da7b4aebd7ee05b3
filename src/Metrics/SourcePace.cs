namespace Autoscale.Metrics;

/// <summary>
/// How often a source is asked: what is cheap every second, what is expensive every 15 s, so that the source is busy with us for no
/// more than a share of the time and sends no more than so many bytes a second. Periods are the least one doubled some times, so
/// that costs which vary a little leave them alone.
/// </summary>
public sealed record SourcePace
{
    /// <summary>The shortest period; 1 s by default.</summary>
    public TimeSpan Least { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest period; 15 s by default.</summary>
    public TimeSpan Most { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The share of the time that the source may spend on us; above 0 to 1, 0.2 by default.</summary>
    public double TimeShare { get; init; } = 0.2;

    /// <summary>How many bytes a second the source may send on the average; 1 MiB by default.</summary>
    public long BytesPerSecond { get; init; } = 1 << 20;

    /// <summary>The period from the beginning of the last answer to the next question; the longest when nobody looks.</summary>
    public TimeSpan Next(SourceCost last, bool isWatched)
    {
        var seconds = Math.Max(last.Took.TotalSeconds / TimeShare, (double)last.Bytes / BytesPerSecond);
        return isWatched ? Step(seconds) : Most;
    }

    /// <summary>The period after so many failures in a row, at least one: doubled with each, up to the longest.</summary>
    public TimeSpan AfterFailures(int failures) => Step(Least.TotalSeconds * Math.Pow(2, failures - 1));

    private TimeSpan Step(double seconds)
    {
        var step = Least;
        while (step < Most && step.TotalSeconds < seconds)
        {
            step = step < Most / 2 ? 2 * step : Most;
        }

        return step;
    }
}

namespace Autoscale.Demo;

/// <summary>What a demo came to, from its samples; it passed when every message was processed and replicas rose and came down again.</summary>
public sealed record DemoResult(IReadOnlyList<DemoSample> Samples, int FewestReplicas, TimeSpan SlowestReaction)
{
    /// <summary>Messages published.</summary>
    public int Published => Samples.Count == 0 ? 0 : Samples[^1].Published;

    /// <summary>Messages processed.</summary>
    public int Done => Samples.Count == 0 ? 0 : Samples[^1].Done;

    /// <summary>Messages published and never processed.</summary>
    public int Lost => Math.Max(0, Published - Done);

    /// <summary>The sample with the largest backlog; null without samples.</summary>
    public DemoSample? Peak => Samples.MaxBy(sample => sample.Backlog);

    /// <summary>From the largest backlog to the first empty one after it; null when it never drained.</summary>
    public TimeSpan? DrainTime =>
        Peak is { } peak && Samples.FirstOrDefault(sample => sample.At >= peak.At && sample.Backlog == 0) is { } empty
            ? empty.At - peak.At
            : null;

    /// <summary>The most queue workers at any time.</summary>
    public int MostReplicas => Samples.Select(sample => sample.QueueWorkers).DefaultIfEmpty().Max();

    /// <summary>Whether the queue workers rose above their minimum and came back to it.</summary>
    public bool RoseAndFell => MostReplicas > FewestReplicas && Samples[^1].QueueWorkers == FewestReplicas;

    /// <summary>Whether the demo may exit with 0.</summary>
    public bool Passed => Published > 0 && Lost == 0 && RoseAndFell;

    /// <summary>The summary, a line each.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"messages         {Published} published, {Done} done, {Lost} lost";
        yield return Peak is { } peak
            ? $"peak backlog     {peak.Backlog} messages at {Clock(peak.At)}, {Drained}"
            : "peak backlog     nothing was seen";
        yield return $"queue workers    {Chart(sample => sample.QueueWorkers)}  {FewestReplicas} to {MostReplicas}";
        yield return $"http workers     {Chart(sample => sample.HttpWorkers)}  to {Samples.Select(s => s.HttpWorkers).DefaultIfEmpty().Max()}";
        yield return $"slowest reaction {SlowestReaction.TotalMilliseconds:0} ms from a reading to the scale that it raised";
        yield return Passed ? "passed" : $"FAILED: {Failure}";
    }

    /// <summary>Minutes and seconds, e.g. 2:05.</summary>
    public static string Clock(TimeSpan at) => $"{(int)at.TotalMinutes}:{at.Seconds:00}";

    private string Drained => DrainTime is { } drain ? $"drained in {drain.TotalSeconds:0} s" : "never drained";

    private string Failure => Lost > 0 || Published == 0
        ? $"{Lost} of {Published} messages were not processed"
        : $"queue workers did not rise above {FewestReplicas} and come back";

    private string Chart(Func<DemoSample, int> count) =>
        ReplicaChart.Draw([.. Samples.Select(sample => (sample.At, count(sample)))], 48);
}

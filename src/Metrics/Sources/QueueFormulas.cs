namespace Autoscale.Metrics.Sources;

/// <summary>The derived figures of queues.</summary>
internal static class QueueFormulas
{
    /// <summary>
    /// Stands for every drain time of a million seconds (eleven days) and more, an endless one among them: far beyond any target, so
    /// that an autoscaler goes to its most replicas, and yet small enough that Kubernetes' own computes no overflow from it.
    /// </summary>
    public const double EndlessSeconds = 1_000_000;

    /// <summary>How long nothing may be done without any consumer, as during a restart of the only one, until the queue's consumers are dead.</summary>
    public static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(10);

    /// <summary>How long nothing may be done by consumers that are there until that itself says how slow they are.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Seconds until the backlog is done. Nothing to do takes no time; without consumers it takes for ever. Consumers that finished
    /// nothing for a minute finish less than one message in that time, however long it gets: the backlog times it. Null while that
    /// cannot be said.
    /// </summary>
    public static double? DrainSeconds(double backlog, double consumers, double? settledPerSecond, TimeSpan stalledFor)
    {
        if (backlog <= 0)
        {
            return 0;
        }

        if (consumers <= 0 && stalledFor >= DeadAfter)
        {
            return EndlessSeconds;
        }

        var seconds = settledPerSecond > 0 && (consumers <= 0 || stalledFor < StuckAfter) ? backlog / settledPerSecond
            : stalledFor >= StuckAfter ? backlog * stalledFor.TotalSeconds
            : null;
        return seconds is { } known ? Math.Min(known, EndlessSeconds) : null;
    }

    /// <summary>The backlog for each consumer; all of it for one where there is none, since one is what the first replica will be.</summary>
    public static double BacklogPerConsumer(double backlog, double consumers) => backlog / Math.Max(1, consumers);
}

namespace Autoscale.Metrics.Sources;

/// <summary>
/// The rates of one queue, from what the broker's statistics say every 5 s: its own rate over the last 5 s where that spans at least
/// 20 messages, else the growth of its counters over the shortest span of our readings that does, up to a minute. So busy queues are
/// followed at once, and slow ones are not taken for dead between two messages.
/// </summary>
internal sealed class QueueFlow
{
    private const double Enough = 20;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Queue<Sample> _samples = new();
    private readonly (double PerSecond, TimeSpan Window)?[] _known = new (double, TimeSpan)?[4];
    private Sample _newest;
    private DateTimeOffset _stalledSince;

    /// <summary>How often the broker renews its statistics by default (collect_statistics_interval).</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(5);

    /// <summary>How long there has been a backlog of which nothing was settled.</summary>
    public TimeSpan StalledFor => _newest.Time - _stalledSince;

    /// <summary>Takes new statistics in: the totals, the broker's own rates, and whether there is anything to do.</summary>
    public void Add(DateTimeOffset time, FlowCounters totals, FlowCounters rates, bool hasBacklog)
    {
        if (_samples.Count > 0 && (totals.IsBefore(_newest.Totals) || time <= _newest.Time))
        {
            _samples.Clear();
        }

        if (_samples.Count == 0 || !hasBacklog || totals.Settled > _newest.Totals.Settled)
        {
            _stalledSince = time;
        }

        _newest = new Sample(time, totals);
        _samples.Enqueue(_newest);

        // One that is older than the span stays, so that the span is whole.
        while (_samples.Count > 2 && time - _samples.ElementAt(1).Time >= Longest)
        {
            _samples.Dequeue();
        }

        for (var kind = FlowKind.Published; kind <= FlowKind.Settled; kind++)
        {
            _known[(int)kind] = Compute(kind, rates.Of(kind));
        }
    }

    /// <summary>How many messages a second, and over which span; null before there were statistics.</summary>
    public (double PerSecond, TimeSpan Window)? Rate(FlowKind kind) => _known[(int)kind];

    private (double, TimeSpan) Compute(FlowKind kind, double own)
    {
        var rate = (own, Interval);
        if (own * Interval.TotalSeconds >= Enough)
        {
            return rate;
        }

        foreach (var sample in _samples.Reverse().Skip(1))
        {
            var (messages, span) = (_newest.Totals.Of(kind) - sample.Totals.Of(kind), _newest.Time - sample.Time);
            if (span < Interval)
            {
                // The broker counts in steps of its interval.
                continue;
            }

            rate = (messages / span.TotalSeconds, span);
            if (messages >= Enough)
            {
                break;
            }
        }

        return rate;
    }

    private readonly record struct Sample(DateTimeOffset Time, FlowCounters Totals);
}

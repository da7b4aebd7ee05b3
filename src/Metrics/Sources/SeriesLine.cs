using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Sources;

/// <summary>One series of a broker and the queues that it is made of. It is made anew only when it tells something new.</summary>
internal sealed class SeriesLine(string @namespace, string metric, SeriesLabels labels, QueueFigure figure)
{
    // A value that stays is confirmed at every reading; its series tells so at least this often.
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);

    private QueueAbsence _why;
    private QueueRecord? _blamed;

    /// <summary>The queues that it is about.</summary>
    public IReadOnlyList<QueueRecord> Queues { get; set; } = [];

    /// <summary>What is made of them.</summary>
    public QueueAggregation Aggregation { get; init; }

    /// <summary>Whether queues that cannot have the number, since they are streams, are left out.</summary>
    public bool LeavesStreamsOut { get; init; }

    /// <summary>Whether all queues must be known to say anything, since any may be one of them.</summary>
    public bool NeedsList { get; init; }

    /// <summary>Why there is nothing when there is no queue.</summary>
    public string NoQueue { get; init; } = "";

    /// <summary>The series as it was told last; null before that, and when it must be told again.</summary>
    public ExternalSeries? Told { get; set; }

    /// <summary>The key of the series.</summary>
    public SeriesKey Key => new(SeriesKind.External, @namespace, metric, labels);

    /// <summary>The series, if it has changed or must show that it is fresh; else null.</summary>
    public ExternalSeries? Renew(QueueSource source, DateTimeOffset now)
    {
        if (NeedsList && source.AsksByName)
        {
            return Tell(Reading.Absent($"{source.Name} is asked over AMQP, which lists no queues", now, source.Name));
        }

        var value = Compute(out var blamed);
        if (value.Why == QueueAbsence.None)
        {
            return Told is { Reading: var told } && !IsNew(told, value)
                ? null
                : Tell(Reading.Of(value.Value, value.Time, source.Name) with { Window = value.Window });
        }

        var isSame = Told is { Reading.Absence: not null } && value.Why == _why && ReferenceEquals(blamed, _blamed) && !Quotes(value.Why);
        (_why, _blamed) = (value.Why, blamed);
        return isSame ? null : Tell(Reading.Absent(blamed is null ? NoQueue : source.Reason(value.Why, blamed), blamed is null ? now : value.Time, source.Name));
    }

    private static bool Quotes(QueueAbsence why) => why is QueueAbsence.Impossible or QueueAbsence.StatisticsFailed;

    private static bool IsNew(Reading told, in QueueValue value) =>
        told.Value != value.Value || told.Window != value.Window || value.Time - told.Time >= Renewal;

    // An absence is told once: its time is since when.
    private ExternalSeries? Tell(Reading reading) =>
        reading.Absence is not null && Told?.Reading.Absence == reading.Absence
            ? null
            : Told = new ExternalSeries(@namespace, metric, labels, reading);

    private QueueValue Compute(out QueueRecord? blamed)
    {
        blamed = null;
        var result = default(QueueValue);
        var count = 0;

        // No foreach: it would make an object for each of tens of thousands of series at every reading.
        for (var i = 0; i < Queues.Count; i++)
        {
            var value = Queues[i].Value(figure);
            if (value.Why == QueueAbsence.Stream && LeavesStreamsOut)
            {
                continue;
            }

            if (value.Why != QueueAbsence.None)
            {
                blamed = Queues[i];
                return value;
            }

            result = count == 0 ? value : Join(result, value);
            count++;
        }

        return count == 0 && !LeavesStreamsOut ? QueueValue.Absent(QueueAbsence.NoSuchQueue, default)
            : count == 0 ? QueueValue.Of(0, Queues.Count > 0 ? Queues[0].Value(figure).Time : default)
            : Aggregation == QueueAggregation.Average && count > 1
                ? result with { Value = Quantity.FromMilli(result.Value.SaturatedMilliValue / count) }
            : figure == QueueFigure.DrainTime && result.Value.ToDouble() > QueueFormulas.EndlessSeconds
                ? QueueValue.Of(QueueFormulas.EndlessSeconds, result.Time, result.Window)
            : result;
    }

    private QueueValue Join(in QueueValue one, in QueueValue other) => new(
        Aggregation == QueueAggregation.Max ? one.Value.CompareTo(other.Value) >= 0 ? one.Value : other.Value : one.Value.Add(other.Value),
        QueueAbsence.None,
        one.Time < other.Time ? one.Time : other.Time,
        one.Window > other.Window ? one.Window : other.Window ?? one.Window);
}

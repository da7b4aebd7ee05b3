namespace Autoscale.Metrics.Sources;

/// <summary>A number of messages as the broker told it: one bad number must not spoil the others.</summary>
internal readonly record struct QueueCount(long Number, QueueAbsence Why, string? Said = null)
{
    /// <summary>The broker said nothing.</summary>
    public static QueueCount Missing => new(0, QueueAbsence.NotCounted);

    /// <summary>The broker said a number.</summary>
    public static QueueCount Of(long number) => new(number, QueueAbsence.None);

    /// <summary>The broker said what can be no number of messages.</summary>
    public static QueueCount Impossible(string said) => new(0, QueueAbsence.Impossible, said);

    /// <summary>The number with its time.</summary>
    public QueueValue At(DateTimeOffset time) => Why == QueueAbsence.None ? QueueValue.Of(Number, time) : QueueValue.Absent(Why, time);
}

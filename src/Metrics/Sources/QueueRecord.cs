namespace Autoscale.Metrics.Sources;

/// <summary>One queue as far as the broker told of it: the counts of the moment, and the statistics of some seconds ago.</summary>
internal sealed class QueueRecord(string virtualHost, string name)
{
    private readonly QueueFlow _flow = new();
    private QueueCount _messages = QueueCount.Missing;
    private QueueCount _ready = QueueCount.Missing;
    private QueueCount _unacknowledged = QueueCount.Missing;
    private DateTimeOffset _countedAt;
    private DateTimeOffset _measuredAt;
    private QueueAbsence _statisticsAbsence = QueueAbsence.NoStatistics;
    private QueueAbsence _flowAbsence = QueueAbsence.NoStatistics;
    private long _consumers;
    private double? _utilisation;

    /// <summary>The virtual host in which it is.</summary>
    public string VirtualHost => virtualHost;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Its type, as it was told last.</summary>
    public QueueType Type { get; private set; }

    /// <summary>What the broker said in place of a number of messages, for the reason.</summary>
    public string? Said => _messages.Said ?? _ready.Said ?? _unacknowledged.Said;

    /// <summary>Whether the broker says that there are no messages at all.</summary>
    public bool LooksEmpty => _messages is { Why: QueueAbsence.None, Number: 0 };

    /// <summary>The reading in which it was found last; two that miss it mean that it is gone.</summary>
    public long SeenIn { get; set; }

    /// <summary>When it was first found.</summary>
    public DateTimeOffset FoundAt { get; init; }

    /// <summary>Takes the counts of the moment.</summary>
    public void Count(in QueueLine line, DateTimeOffset now)
    {
        Type = line.Type;
        (_messages, _ready, _unacknowledged) = (line.Messages, line.Ready, line.Unacknowledged);
        _countedAt = now;
    }

    /// <summary>Takes the number of waiting messages and of consumers as the queue itself tells them at this moment.</summary>
    public void Count(long ready, long consumers, DateTimeOffset now)
    {
        CorrectReady(ready);
        _messages = _unacknowledged = new QueueCount(0, QueueAbsence.NotOverAmqp);
        (_consumers, _measuredAt, _countedAt) = (consumers, now, now);
        (_statisticsAbsence, _flowAbsence) = (QueueAbsence.None, QueueAbsence.NotOverAmqp);
        _utilisation = null;
    }

    /// <summary>Puts the queue's own number of waiting messages in place of the API's late one.</summary>
    public void CorrectReady(long ready)
    {
        _ready = QueueCount.Of(ready);
        _messages = _unacknowledged.Why == QueueAbsence.None && _unacknowledged.Number <= long.MaxValue - ready
            ? QueueCount.Of(ready + _unacknowledged.Number)
            : _unacknowledged;
    }

    /// <summary>Takes back counts that look like numbers and are none yet.</summary>
    public void Uncount() => Uncount(QueueAbsence.NotCounted);

    /// <summary>Says that there is no such queue.</summary>
    public void Miss(DateTimeOffset now)
    {
        Uncount(QueueAbsence.NoSuchQueue);
        _countedAt = _measuredAt = now;
        (_statisticsAbsence, _flowAbsence) = (QueueAbsence.NoSuchQueue, QueueAbsence.NoSuchQueue);
    }

    /// <summary>Takes the broker's statistics, measured at the time given.</summary>
    public void Measure(in QueueLine line, DateTimeOffset time)
    {
        Type = line.Type;
        _measuredAt = time;
        _consumers = line.Consumers ?? 0;
        _utilisation = line.Utilisation;
        _statisticsAbsence = line.Consumers is null ? QueueAbsence.NoStatistics : QueueAbsence.None;
        _flowAbsence = _statisticsAbsence != QueueAbsence.None ? _statisticsAbsence
            : line.Statistics.IsImpossible ? QueueAbsence.Impossible
            : QueueAbsence.None;
        if (line.Type == QueueType.Stream)
        {
            _messages = line.Messages;
            _countedAt = time;
        }

        if (_flowAbsence == QueueAbsence.None)
        {
            var backlog = Backlog();
            _flow.Add(time, line.Statistics.Totals, line.Statistics.Rates, backlog.Why != QueueAbsence.None || !backlog.Value.IsZero);
        }
    }

    /// <summary>Says that the statistics could not be read.</summary>
    public void FailStatistics(DateTimeOffset now)
    {
        (_statisticsAbsence, _flowAbsence) = (QueueAbsence.StatisticsFailed, QueueAbsence.StatisticsFailed);
        _measuredAt = now;
    }

    /// <summary>One figure, or why there is none.</summary>
    public QueueValue Value(QueueFigure figure) => figure switch
    {
        QueueFigure.Messages => _messages.At(_countedAt),
        QueueFigure.Ready => Kept() ?? _ready.At(_countedAt),
        QueueFigure.Unacknowledged => Kept() ?? _unacknowledged.At(_countedAt),
        QueueFigure.Backlog => Backlog(),
        QueueFigure.Consumers => Measured(_statisticsAbsence) ?? QueueValue.Of(_consumers, _measuredAt),
        QueueFigure.Utilisation => Utilisation(),
        QueueFigure.Published => Rate(FlowKind.Published),
        QueueFigure.Delivered => Rate(FlowKind.Delivered),
        QueueFigure.Acknowledged => Rate(FlowKind.Acknowledged),
        QueueFigure.BacklogPerConsumer => BacklogPerConsumer(),
        _ => DrainTime(),
    };

    private void Uncount(QueueAbsence why) => _messages = _ready = _unacknowledged = new QueueCount(0, why);

    private QueueValue? Kept() => Type == QueueType.Stream ? QueueValue.Absent(QueueAbsence.Stream, _countedAt) : null;

    private QueueValue? Measured(QueueAbsence absence) =>
        absence == QueueAbsence.None ? null : QueueValue.Absent(absence, _measuredAt);

    private QueueValue Backlog()
    {
        if (Kept() is { } kept)
        {
            return kept;
        }

        return (_ready.Why, _unacknowledged.Why) switch
        {
            (QueueAbsence.None, QueueAbsence.None) => QueueValue.Of(Sum(_ready.Number, _unacknowledged.Number), _countedAt),
            (QueueAbsence.None, var why) => QueueValue.Absent(why, _countedAt),
            (var why, _) => QueueValue.Absent(why, _countedAt),
        };
    }

    private QueueValue Utilisation() =>
        Kept()
        ?? Measured(_statisticsAbsence)
        ?? (_utilisation is { } share ? QueueValue.Of(share, _measuredAt, null) : QueueValue.Absent(Untold, _measuredAt));

    private QueueAbsence Untold => _flowAbsence == QueueAbsence.NotOverAmqp ? QueueAbsence.NotOverAmqp : QueueAbsence.NoStatistics;

    private QueueValue Rate(FlowKind kind) =>
        Measured(_flowAbsence)
        ?? (_flow.Rate(kind) is var (perSecond, window)
            ? QueueValue.Of(perSecond, _measuredAt, window)
            : QueueValue.Absent(QueueAbsence.NoRateYet, _measuredAt));

    private QueueValue BacklogPerConsumer()
    {
        var backlog = Backlog();
        if (backlog.Why != QueueAbsence.None)
        {
            return backlog;
        }

        return Measured(_statisticsAbsence)
            ?? QueueValue.Of(QueueFormulas.BacklogPerConsumer(backlog.Value.ToDouble(), _consumers), Older, null);
    }

    private QueueValue DrainTime()
    {
        var backlog = Backlog();
        if (backlog.Why != QueueAbsence.None || backlog.Value.IsZero)
        {
            return backlog;
        }

        if (Measured(_flowAbsence) is { } absent)
        {
            return absent;
        }

        var rate = _flow.Rate(FlowKind.Settled);
        return QueueFormulas.DrainSeconds(backlog.Value.ToDouble(), _consumers, rate?.PerSecond, _flow.StalledFor) is { } seconds
            ? QueueValue.Of(seconds, Older, rate?.Window)
            : QueueValue.Absent(QueueAbsence.NoRateYet, Older);
    }

    private DateTimeOffset Older => _measuredAt < _countedAt ? _measuredAt : _countedAt;

    private static long Sum(long one, long other) => one <= long.MaxValue - other ? one + other : long.MaxValue;
}

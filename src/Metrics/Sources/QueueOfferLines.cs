namespace Autoscale.Metrics.Sources;

/// <summary>What one offer of the user's is made of at the moment: a line for each queue, or one for all that its pattern picks.</summary>
internal sealed class QueueOfferLines
{
    private readonly QueueOffer _offer;
    private readonly QueueSource _source;
    private readonly QueuePattern _pattern;
    private readonly string? _host;
    private readonly List<QueueRecord> _picked = [];

    /// <summary>Reads the offer; a virtual host that it leaves open is the only one that is read, if there is only one.</summary>
    public QueueOfferLines(QueueOffer offer, string? onlyHost, QueueSource source)
    {
        _offer = offer;
        _source = source;
        _pattern = QueuePattern.Parse(offer.Queue);
        _host = offer.VirtualHost ?? onlyHost;
        Info = QueueSeries.TryFind(offer.Series, out var info) ? info : throw new FormatException(offer.Problem);
        Shared = Info.Family == QueueFamily.VirtualHost ? null
            : offer.Aggregation != QueueAggregation.None ? NewShared(_host is null ? SeriesLabels.None : SeriesLabels.Of(("vhost", _host)))
            : _pattern.Exact is { } exact && _host is not null ? NewShared(QueueSubject.Labels(Info.Family, exact, _host))
            : null;
    }

    /// <summary>The name under which autoscalers find it.</summary>
    public string Name => _offer.Name;

    /// <summary>The kind of series that it takes.</summary>
    public QueueSeriesInfo Info { get; }

    /// <summary>The one line of all queues that are picked, or of the one queue that can be; null when each has its own.</summary>
    public SeriesLine? Shared { get; }

    /// <summary>Takes a queue in that was found; says the line of its own that it needs, or null.</summary>
    public SeriesLine? Add(QueueRecord queue)
    {
        if (Info.Family == QueueFamily.VirtualHost
            || (_host is not null && queue.VirtualHost != _host)
            || QueueSubject.Of(Info.Family, queue.Name) is not { } subject
            || !_pattern.Picks(subject))
        {
            return null;
        }

        if (Shared is null)
        {
            return new SeriesLine(_source.Namespace, Name, _source.With(QueueSubject.Labels(Info.Family, subject, queue.VirtualHost)), Info.Figure) { Queues = [queue] };
        }

        _picked.Add(queue);
        Shared.Queues = _picked;
        return null;
    }

    /// <summary>Takes a queue out that is gone.</summary>
    public void Remove(QueueRecord queue) => _picked.Remove(queue);

    /// <summary>The line of a virtual host that was found, where the offer is of them.</summary>
    public SeriesLine? AddHost(string host) =>
        Info.Family != QueueFamily.VirtualHost || (_host is not null && host != _host) ? null
            : new SeriesLine(_source.Namespace, Name, _source.With(SeriesLabels.Of(("vhost", host))), Info.Figure)
            {
                Aggregation = QueueAggregation.Sum,
                LeavesStreamsOut = true,
                NeedsList = true,
            };

    private SeriesLine NewShared(SeriesLabels labels) => new(_source.Namespace, Name, _source.With(labels), Info.Figure)
    {
        Aggregation = _offer.Aggregation,
        NeedsList = _pattern.Exact is null,
        NoQueue = _pattern.Exact is { } exact
            ? $"{_source.Name} has no queue {exact}{InHost}"
            : $"no queue of {_source.Name} matches {_pattern}{InHost}",
    };

    private string InHost => _host is null ? "" : $" in virtual host {_host}";
}

using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>
/// The newest picture of all metrics. Sources write it, each its own part; everyone reads it at any time without locks.
/// What is not there is absent, with a reason where one is known; it is never zero.
/// </summary>
public sealed class MetricTable
{
    private readonly UsageTable _usage;
    private readonly ExternalTable _external;
    private readonly CustomTable _custom;
    private readonly MovedSubscribers _subscribers;
    private readonly TableStage? _stage;

    /// <summary>A table in which nothing is yet.</summary>
    public MetricTable() => (_usage, _external, _custom, _subscribers) = (new(), new(), new(), new());

    private MetricTable(MetricTable whole, TableStage stage)
    {
        (_usage, _external, _custom, _subscribers) = (whole._usage, whole._external, whole._custom, whole._subscribers);
        _stage = stage;
    }

    /// <summary>Why no pod and no node has usage at all (nobody serves it, or who does cannot), or null.</summary>
    public string? ResourceAbsence => _usage.Absence;

    /// <summary>Why no object has custom metrics at all (nobody serves them), or null.</summary>
    public string? CustomAbsence => _custom.Feeds.IsEmpty ? AbsenceTexts.NoCustomMetrics : null;

    /// <summary>The pods that have usage at this moment, in no order.</summary>
    public IEnumerable<PodUsage> Pods => _usage.Pods;

    /// <summary>The nodes that have usage at this moment, in no order.</summary>
    public IEnumerable<NodeUsage> Nodes => _usage.Nodes;

    /// <summary>The feeds of external series, in the order of their opening.</summary>
    public IReadOnlyList<SeriesFeed> Feeds => _external.Feeds;

    /// <summary>The feeds of custom metrics, in the order of their opening.</summary>
    public IReadOnlyList<CustomFeed> CustomFeeds => _custom.Feeds;

    /// <summary>
    /// Calls back with the series whose values changed, appeared or went, once the table shows it. The call comes on the
    /// writer's thread: do no more than put keys in a queue. Dispose the answer to end it.
    /// </summary>
    public IDisposable Subscribe(Action<IReadOnlyList<SeriesKey>> moved) => _subscribers.Add(moved);

    /// <summary>The newest usage of a pod, or null when it is absent.</summary>
    public PodUsage? FindPod(string @namespace, string name) => _usage.FindPod(@namespace, name);

    /// <summary>
    /// What a pod uses of a resource ("cpu" or "memory"), in all its containers or, unless it is "", in the named one; default where
    /// one of them lacks it, and false where the pod is absent. For those who ask for thousands of pods: nothing is allocated.
    /// </summary>
    public bool TryFindAmount(string @namespace, string pod, string resource, string container, out PodAmount amount) =>
        _usage.TryFindAmount(new(@namespace, pod), resource, container, out amount);

    /// <summary>The newest usage of a node, or null when it is absent.</summary>
    public NodeUsage? FindNode(string name) => _usage.FindNode(name);

    /// <summary>Why a node and its pods have no usage; null when they have, and while nothing was heard of the node.</summary>
    public string? WhyNodeAbsent(string name) => _usage.WhyAbsent(name);

    /// <summary>The external series that a namespace may read at a moment, by metric and labels; or why there is no answer.</summary>
    public ExternalAnswer FindExternal(string @namespace, string metric, LabelSelector selector, DateTimeOffset now) =>
        _external.Query(new(SeriesKind.External, @namespace, metric, selector), now);

    /// <summary>
    /// The metric of an object (a pod or any other) at a moment, by the metric's selector: several series are summed, and one absent
    /// among them makes all absent. Null when no source knows of it.
    /// </summary>
    public Reading? FindCustom(ObjectKey of, string metric, LabelSelector selector, DateTimeOffset now) =>
        _custom.Find(of, metric, selector, now);

    /// <summary>Why a metric of an object is not known, in the words of custom metrics servers.</summary>
    public string WhyNoCustom(ObjectKey of, string metric, LabelSelector selector) =>
        CustomAbsence ?? (_custom.KindOf(of, metric) is { } kind
            ? AbsenceTexts.NoSuchMetric(metric, kind.GroupResource, of.Name, selector)
            : AbsenceTexts.NoSuchMetric(metric, DescribedKind.Guess(of.Group, of.Kind).GroupResource));

    /// <summary>Whether some source has this metric of objects of this kind in this namespace.</summary>
    public bool ServesCustom(ObjectKey of, string metric) => _custom.KindOf(of, metric) is not null;

    /// <summary>The names of the external metrics that a namespace may read, or all when it is null; each once, sorted.</summary>
    public IEnumerable<string> ExternalMetrics(string? @namespace = null) => _external.Feeds
        .Where(feed => @namespace is null || feed.Scope.Covers(@namespace))
        .SelectMany(feed => feed.Metrics)
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    /// <summary>The metrics that objects of a namespace may have, or all when it is null; each once, sorted by name.</summary>
    public IEnumerable<CustomMetric> CustomMetrics(string? @namespace = null) => _custom.Feeds
        .Where(feed => @namespace is null || feed.Scope.Covers(@namespace))
        .SelectMany(feed => feed.Metrics)
        .Distinct()
        .OrderBy(metric => metric.Name, StringComparer.Ordinal)
        .ThenBy(metric => metric.Kind.Resource, StringComparer.Ordinal);

    /// <summary>Says that somebody measures pods and nodes, though nothing may have been read yet.</summary>
    public void ServeUsage() => _usage.Absence = null;

    /// <summary>Says in one line why no usage of any pod or node can be had at all, until some is written.</summary>
    public void FailUsage(string because) => _usage.Absence = because;

    /// <summary>Puts a node's new readings in place of its old ones; one caller per node at a time.</summary>
    public void ReplaceNode(NodePicture picture)
    {
        ServeUsage();
        _subscribers.Tell(_usage.Replace(picture));
    }

    /// <summary>Puts a node's new readings in place of its old ones; one caller per node at a time.</summary>
    internal void ReplaceNode(string node, NodeReadings readings)
    {
        ServeUsage();
        _subscribers.Tell(_usage.Replace(node, readings));
    }

    /// <summary>Makes the usage of a node and of its pods absent for the reason given in one line.</summary>
    public void FailNode(string node, string because)
    {
        ServeUsage();
        _subscribers.Tell(_usage.Fail(node, because));
    }

    /// <summary>Forgets a node that is no longer there, and its pods' usage.</summary>
    public void RemoveNode(string node) => _subscribers.Tell(_usage.Remove(node));

    /// <summary>The table as a source sees it whose feeds readers do not see before they are shown.</summary>
    public TableStage Stage() => new(stage => new MetricTable(this, stage), _external, _custom);

    /// <summary>Opens a part of the table for a source of external series of the whole cluster, which writes the named metrics.</summary>
    public SeriesFeed OpenFeed(string source, params IReadOnlyList<string> metrics) => OpenFeed(FeedScope.Cluster, source, metrics);

    /// <summary>
    /// Opens a part of the table for a source of external series, which writes the named metrics. In a namespace that has sources of
    /// its own for a metric, those alone answer.
    /// </summary>
    public SeriesFeed OpenFeed(FeedScope scope, string source, params IReadOnlyList<string> metrics) =>
        Open(new SeriesFeed(scope, source, metrics, _subscribers));

    /// <summary>Opens a part for a metric that a source has only discovered: whoever declares one of its name answers alone.</summary>
    internal SeriesFeed OpenDiscovered(FeedScope scope, string source, string metric) =>
        Open(new SeriesFeed(scope, source, [metric], _subscribers) { Discoverer = this });

    private SeriesFeed Open(SeriesFeed feed)
    {
        if (_stage is null)
        {
            _external.Add(feed);
        }
        else
        {
            _stage.Series.Open(feed);
        }

        return feed;
    }

    /// <summary>Closes a source's part: its metrics are no longer served by it.</summary>
    public void CloseFeed(SeriesFeed feed)
    {
        if (_stage is null)
        {
            _external.Remove(feed);
        }
        else
        {
            _stage.Series.Close(feed);
        }

        feed.Replace([]);
    }

    /// <summary>Opens a part of the table for a source of custom metrics, with the same precedence as for external ones.</summary>
    public CustomFeed OpenCustomFeed(FeedScope scope, string source, params IReadOnlyList<CustomMetric> metrics) =>
        Open(new CustomFeed(scope, source, metrics, _subscribers));

    /// <summary>Opens a part for a metric that a source has only discovered: whoever declares one of its name answers alone.</summary>
    internal CustomFeed OpenDiscovered(FeedScope scope, string source, CustomMetric metric) =>
        Open(new CustomFeed(scope, source, [metric], _subscribers) { Discoverer = this });

    private CustomFeed Open(CustomFeed feed)
    {
        if (_stage is null)
        {
            _custom.Add(feed);
        }
        else
        {
            _stage.Metrics.Open(feed);
        }

        return feed;
    }

    /// <summary>Closes a source's part: its metrics are no longer served by it.</summary>
    public void CloseCustomFeed(CustomFeed feed)
    {
        if (_stage is null)
        {
            _custom.Remove(feed);
        }
        else
        {
            _stage.Metrics.Close(feed);
        }

        feed.Replace([]);
    }

    /// <summary>
    /// Makes absent what is no longer valid at a moment, and tells of it. Readers need not wait for that: whoever reads a value past
    /// its lifetime sees it absent.
    /// </summary>
    public void Expire(DateTimeOffset now)
    {
        foreach (var feed in _external.Feeds)
        {
            feed.Expire(now);
        }

        foreach (var feed in _custom.Feeds)
        {
            feed.Expire(now);
        }
    }
}

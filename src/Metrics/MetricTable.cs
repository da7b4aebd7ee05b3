using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>
/// The newest picture of all metrics. Sources write it, each its own part; everyone reads it at any time without locks.
/// What is not there is absent, with a reason where one is known; it is never zero.
/// </summary>
public sealed class MetricTable
{
    private readonly UsageTable _usage = new();
    private readonly ExternalTable _external = new();
    private readonly CustomTable _custom = new();
    private readonly MovedSubscribers _subscribers = new();
    private volatile bool _servesUsage;

    /// <summary>Why no pod and no node has usage at all (nobody serves it), or null.</summary>
    public string? ResourceAbsence => _servesUsage ? null : AbsenceTexts.NoResourceMetrics;

    /// <summary>Why no object has custom metrics at all (nobody serves them), or null.</summary>
    public string? CustomAbsence => _custom.IsServed ? null : AbsenceTexts.NoCustomMetrics;

    /// <summary>The pods that have usage at this moment, in no order.</summary>
    public IEnumerable<PodUsage> Pods => _usage.Pods;

    /// <summary>The nodes that have usage at this moment, in no order.</summary>
    public IEnumerable<NodeUsage> Nodes => _usage.Nodes;

    /// <summary>The feeds of external series, in the order of their opening.</summary>
    public IReadOnlyList<SeriesFeed> Feeds => _external.Feeds;

    /// <summary>
    /// Calls back with the series whose values changed, appeared or went, once the table shows it. The call comes on the
    /// writer's thread: do no more than put keys in a queue. Dispose the answer to end it.
    /// </summary>
    public IDisposable Subscribe(Action<IReadOnlyList<SeriesKey>> moved) => _subscribers.Add(moved);

    /// <summary>The newest usage of a pod, or null when it is absent.</summary>
    public PodUsage? FindPod(string @namespace, string name) => _usage.FindPod(@namespace, name);

    /// <summary>The newest usage of a node, or null when it is absent.</summary>
    public NodeUsage? FindNode(string name) => _usage.FindNode(name);

    /// <summary>Why a node and its pods have no usage, or null when they have.</summary>
    public string? WhyNodeAbsent(string name) => _usage.WhyAbsent(name);

    /// <summary>The external series that a namespace may read, by metric and labels; or why there is no answer.</summary>
    public ExternalAnswer FindExternal(string @namespace, string metric, LabelSelector selector) =>
        _external.Query(@namespace, metric, selector);

    /// <summary>The custom metric of an object (a pod or any other), or null when nobody ever reported it.</summary>
    public Reading? FindCustom(ObjectKey of, string metric) => _custom.Find(of, metric);

    /// <summary>Says that somebody measures pods and nodes, though nothing may have been read yet.</summary>
    public void ServeUsage() => _servesUsage = true;

    /// <summary>Puts a node's new readings in place of its old ones; one caller per node at a time.</summary>
    public void ReplaceNode(NodePicture picture)
    {
        _servesUsage = true;
        _subscribers.Tell(_usage.Replace(picture));
    }

    /// <summary>Makes the usage of a node and of its pods absent for the reason given in one line.</summary>
    public void FailNode(string node, string because)
    {
        _servesUsage = true;
        _subscribers.Tell(_usage.Fail(node, because));
    }

    /// <summary>Forgets a node that is no longer there, and its pods' usage.</summary>
    public void RemoveNode(string node) => _subscribers.Tell(_usage.Remove(node));

    /// <summary>Opens a part of the table for a source of external series, which writes the named metrics.</summary>
    public SeriesFeed OpenFeed(string source, params IReadOnlyList<string> metrics)
    {
        var feed = new SeriesFeed(source, metrics, _subscribers);
        _external.Add(feed);
        return feed;
    }

    /// <summary>Closes a source's part: its metrics are no longer served by it.</summary>
    public void CloseFeed(SeriesFeed feed)
    {
        _external.Remove(feed);
        feed.Replace([]);
    }

    /// <summary>Sets the custom metric of an object (a pod or any other); null takes it away.</summary>
    public void SetCustom(ObjectKey of, string metric, Reading? reading)
    {
        if (_custom.Set(of, metric, reading))
        {
            _subscribers.Tell([CustomTable.KeyOf(of, metric)]);
        }
    }
}

using Autoscale.Kubernetes.Client;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Reads the usage of pods and nodes from whoever serves metrics.k8s.io in the cluster, such as metrics-server, once a period and in
/// pages where the server has them. While it cannot, the usage last read stands until it is older than the age limit
/// (<see cref="MetricsOptions.UsageMaxAge"/>); then all is absent, with the server's own words as the reason.
/// </summary>
public sealed class ResourceMetricsPoll
{
    private static readonly KubeRoute PodMetrics = new("metrics.k8s.io", "v1beta1", "pods");
    private static readonly KubeRoute NodeMetrics = new("metrics.k8s.io", "v1beta1", "nodes");

    private readonly KubeClient _client;
    private readonly MetricTable _table;
    private readonly MetricsOptions _options;
    private readonly TimeProvider _time;
    private readonly SourceLoop _loop;

    private HashSet<string> _parts = [];
    private long? _readAt;

    /// <summary>Prepares to read with the client.</summary>
    public ResourceMetricsPoll(KubeClient client, MetricTable table, MetricsOptions options, SourceTools tools)
    {
        _client = client;
        _table = table;
        _options = options;
        _time = tools.Time;
        _loop = new SourceLoop(
            new SourceLoopOptions
            {
                Kind = "metrics.k8s.io",
                Settings = new SourceSettings
                {
                    Name = "metrics.k8s.io",
                    Period = options.ScrapePeriod,
                    Deadline = options.EffectiveScrapeDeadline,
                },
                Connection = new SourceConnection(),
                ReadAsync = ReadAsync,
                Fail = (because, _) => Fail(InWordsOfKubectl(because)),
            },
            tools);
    }

    /// <summary>Reads until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _loop.RunAsync(cancellationToken);

    /// <summary>As client-go names a resource, and with it every real autoscaler.</summary>
    private static string InWordsOfKubectl(string because) =>
        because.Replace($"(GET {PodMetrics.Path})", "(get pods.metrics.k8s.io)", StringComparison.Ordinal);

    /// <summary>Nodes have parts of the table of their own, and so have the pods of each namespace: the answer does not tell their nodes.</summary>
    private static IEnumerable<NodePicture> Parts(IReadOnlyList<ServedMetrics> pods, IReadOnlyList<ServedMetrics> nodes) =>
    [
        .. nodes.DistinctBy(node => node.Metadata.Name).Select(node => new NodePicture(node.Metadata.Name, node.Node, [])),
        .. pods.GroupBy(pod => pod.Metadata.Namespace).Select(some => new NodePicture($"pods/{some.Key}", null, [.. some.Select(pod => pod.Pod)])),
    ];

    private async Task<SourceAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        var pods = await _client.ListAsync(PodMetrics, new ListOptions(), MetricsJson.Default.ServedMetrics, cancellationToken);
        var nodes = await _client.ListAsync(NodeMetrics, new ListOptions(), MetricsJson.Default.ServedMetrics, cancellationToken);
        return new SourceAnswer(() => Publish([.. Parts(pods.Items, nodes.Items)]), pods.Items.Count + nodes.Items.Count, Bytes: 0);
    }

    private void Publish(IReadOnlyList<NodePicture> parts)
    {
        _table.ServeUsage();
        foreach (var part in parts)
        {
            _table.ReplaceNode(part);
        }

        var present = parts.Select(part => part.Node).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _parts.Except(present))
        {
            _table.RemoveNode(gone);
        }

        _parts = present;
        _readAt = _time.GetTimestamp();
    }

    private void Fail(string because)
    {
        if (_readAt is { } readAt && _time.GetElapsedTime(readAt) <= _options.EffectiveUsageMaxAge)
        {
            return;
        }

        foreach (var part in _parts)
        {
            _table.FailNode(part, because);
        }

        _table.FailUsage(because);
    }
}

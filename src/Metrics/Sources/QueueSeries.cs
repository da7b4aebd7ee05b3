using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Sources;

/// <summary>
/// The series of a broker's queues. Where RabbitMQ's own Prometheus plugin has one, it bears that name and those labels; every
/// namespace may read them.
/// </summary>
public static class QueueSeries
{
    /// <summary>All messages of a queue.</summary>
    public const string Messages = "rabbitmq_queue_messages";

    /// <summary>Messages that wait to be delivered.</summary>
    public const string Ready = "rabbitmq_queue_messages_ready";

    /// <summary>Messages that are delivered, but not acknowledged yet.</summary>
    public const string Unacknowledged = "rabbitmq_queue_messages_unacked";

    /// <summary>Messages that are not done yet.</summary>
    public const string Backlog = "rabbitmq_queue_backlog";

    /// <summary>Consumers of a queue.</summary>
    public const string Consumers = "rabbitmq_queue_consumers";

    /// <summary>Seconds until the backlog is done.</summary>
    public const string DrainTime = "rabbitmq_queue_drain_seconds";

    internal const string ErrorSuffix = "_error";

    internal const string SkippedSuffix = "_skipped";

    private static readonly (QueueFigure Figure, string Name, string Unit, string Formula)[] Figures =
    [
        (QueueFigure.Messages, "messages", "messages", "ready + unacknowledged; of a stream, all that it keeps"),
        (QueueFigure.Ready, "messages_ready", "messages", "those that wait to be delivered"),
        (QueueFigure.Unacknowledged, "messages_unacked", "messages", "those delivered, but not acknowledged yet"),
        (QueueFigure.Backlog, "backlog", "messages", "ready + unacknowledged; a stream has none"),
        (QueueFigure.Consumers, "consumers", "consumers", "those that are subscribed"),
        (QueueFigure.Utilisation, "consumer_utilisation", "share of time, 0 to 1", "the time in which consumers could take a message at once"),
        (QueueFigure.Published, "messages_published_per_second", "messages per second", "messages that came into the queue"),
        (QueueFigure.Delivered, "messages_delivered_per_second", "messages per second", "messages given to consumers, redelivered ones among them"),
        (QueueFigure.Acknowledged, "messages_acked_per_second", "messages per second", "messages that consumers acknowledged"),
        (QueueFigure.BacklogPerConsumer, "backlog_per_consumer", "messages", "backlog ÷ consumers; the backlog where there is no consumer"),
        (QueueFigure.DrainTime, "drain_seconds", "seconds", "backlog ÷ (acknowledged + delivered without acknowledgement, per second); 0 without a backlog; "
            + "1,000,000 for that long and longer, endless (no consumers) among it"),
    ];

    private static readonly QueueFigure[] NotAdditive = [QueueFigure.Utilisation, QueueFigure.BacklogPerConsumer, QueueFigure.DrainTime];

    /// <summary>Every kind of series, with its unit and formula.</summary>
    public static IReadOnlyList<QueueSeriesInfo> Table { get; } =
    [
        .. Figures.Select(figure => new QueueSeriesInfo($"rabbitmq_queue_{figure.Name}", QueueFamily.Queue, figure.Figure, figure.Unit, figure.Formula)),
        .. Figures.Select(figure => new QueueSeriesInfo(
            $"rabbitmq_endpoint_{figure.Name}", QueueFamily.Endpoint, figure.Figure, figure.Unit, $"rabbitmq_queue_{figure.Name} of the endpoint's queue")),
        new("rabbitmq_endpoint_error_messages", QueueFamily.EndpointErrors, QueueFigure.Messages, "messages", "messages of the queue named endpoint + _error"),
        new("rabbitmq_endpoint_skipped_messages", QueueFamily.EndpointSkipped, QueueFigure.Messages, "messages", "messages of the queue named endpoint + _skipped"),
        .. Figures.Where(figure => !NotAdditive.Contains(figure.Figure)).Select(figure => new QueueSeriesInfo(
            $"rabbitmq_vhost_{figure.Name}", QueueFamily.VirtualHost, figure.Figure, figure.Unit,
            $"sum of rabbitmq_queue_{figure.Name} over all queues of the virtual host that have it (streams have no backlog)")),
    ];

    /// <summary>The names of all series.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(info => info.Name)];

    /// <summary>The names of the counts of a queue that tells of every change by itself.</summary>
    public static IReadOnlyList<string> Metrics { get; } = [Messages, Ready, Unacknowledged, Backlog];

    private static FrozenDictionary<string, QueueSeriesInfo> ByName { get; } = Table.ToFrozenDictionary(info => info.Name, StringComparer.Ordinal);

    /// <summary>Finds a kind of series by its name.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out QueueSeriesInfo? info) => ByName.TryGetValue(name, out info);

    /// <summary>The labels of a queue.</summary>
    public static SeriesLabels Labels(string virtualHost, string queue) => SeriesLabels.Of(("queue", queue), ("vhost", virtualHost));

    /// <summary>The series of a queue whose messages were counted.</summary>
    public static ExternalSeries[] Of(QueueDepth depth, DateTimeOffset time, string source)
    {
        var labels = Labels(depth.VirtualHost, depth.Queue);
        var all = depth.Ready + depth.Unacknowledged;
        return [Counted(Messages, all), Counted(Ready, depth.Ready), Counted(Unacknowledged, depth.Unacknowledged), Counted(Backlog, all)];

        ExternalSeries Counted(string metric, long count) =>
            new("", metric, labels, Reading.Of(Quantity.FromLong(count), time, source));
    }
}

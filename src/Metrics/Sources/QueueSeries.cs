using System.Text.Json;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Sources;

/// <summary>The series of a queue, with the names and the labels of RabbitMQ's own Prometheus plugin; every namespace may read them.</summary>
public static class QueueSeries
{
    /// <summary>All messages of a queue.</summary>
    public const string Messages = "rabbitmq_queue_messages";

    /// <summary>Messages that wait to be delivered.</summary>
    public const string Ready = "rabbitmq_queue_messages_ready";

    /// <summary>Messages that are delivered, but not acknowledged yet.</summary>
    public const string Unacknowledged = "rabbitmq_queue_messages_unacked";

    /// <summary>The names of all metrics of queues.</summary>
    public static IReadOnlyList<string> Metrics { get; } = [Messages, Ready, Unacknowledged];

    /// <summary>The labels of a queue.</summary>
    public static SeriesLabels Labels(string virtualHost, string queue) => SeriesLabels.Of(("queue", queue), ("vhost", virtualHost));

    /// <summary>The three series of a queue whose messages were counted.</summary>
    public static ExternalSeries[] Of(QueueDepth depth, DateTimeOffset time, string source)
    {
        var labels = Labels(depth.VirtualHost, depth.Queue);
        return
        [
            Counted(Messages, depth.Ready + depth.Unacknowledged),
            Counted(Ready, depth.Ready),
            Counted(Unacknowledged, depth.Unacknowledged),
        ];

        ExternalSeries Counted(string metric, long count) =>
            new("", metric, labels, Reading.Of(Quantity.FromLong(count), time, source));
    }

    internal static IEnumerable<ExternalSeries> Of(QueueItem item, DateTimeOffset time, string source)
    {
        var labels = Labels(item.Vhost, item.Name);
        var unacknowledged = Read(item, item.Unacknowledged, time, source);
        var (all, ready) = item.ReadyNow is { } now
            ? (unacknowledged.Value is { } held ? Counted(held.Add(Quantity.FromLong(now))) : unacknowledged, Counted(Quantity.FromLong(now)))
            : (Read(item, item.Messages, time, source), Read(item, item.Ready, time, source));
        yield return new("", Messages, labels, all);
        yield return new("", Ready, labels, ready);
        yield return new("", Unacknowledged, labels, unacknowledged);

        Reading Counted(Quantity count) => Reading.Of(count, time, source);
    }

    private static Reading Read(QueueItem item, JsonElement count, DateTimeOffset time, string source) => count switch
    {
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => Uncounted(item, time, source),
        { ValueKind: JsonValueKind.Number } when item.IsUncounted => Uncounted(item, time, source),
        { ValueKind: JsonValueKind.Number } when count.TryGetInt64(out var number) && number >= 0 =>
            Reading.Of(Quantity.FromLong(number), time, source),
        _ => Reading.Absent($"{source} counts {Short(count)} messages in queue {item.Name} of virtual host {item.Vhost}", time, source),
    };

    private static Reading Uncounted(QueueItem item, DateTimeOffset time, string source) =>
        Reading.Absent($"{source} has not counted queue {item.Name} of virtual host {item.Vhost}", time, source);

    private static string Short(JsonElement count)
    {
        var text = count.GetRawText();
        return text.Length <= 40 ? text : text[..40] + "…";
    }
}

using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Puts right what the management API says of quorum queues: those that somebody looks at are asked themselves, and the zeros of
/// one that was just declared are no count yet.
/// </summary>
internal sealed class QuorumQueues(RabbitMqAddress address, SourceTools tools) : IAsyncDisposable
{
    /// <summary>A quorum queue reports every 5 s (quorum_tick_interval); a little more, for the report to arrive.</summary>
    private static readonly TimeSpan FirstReport = TimeSpan.FromSeconds(6);

    private readonly QuorumCounts _counts = new(address, tools.Time);
    private Dictionary<(string VirtualHost, string Queue), long> _seenAt = [];

    /// <summary>The queues with their counts put right.</summary>
    public async Task<IReadOnlyList<QueueItem>> CorrectAsync(IReadOnlyList<QueueItem> queues, CancellationToken cancellationToken)
    {
        var seenAt = new Dictionary<(string, string), long>();
        var corrected = new List<QueueItem>(queues.Count);
        foreach (var queue in queues)
        {
            if (queue.Type != "quorum")
            {
                corrected.Add(queue);
                continue;
            }

            var key = (queue.Vhost, queue.Name);
            var since = _seenAt.TryGetValue(key, out var first) ? first : tools.Time.GetTimestamp();
            seenAt[key] = since;
            corrected.Add(queue with
            {
                ReadyNow = IsWatched(queue) ? await _counts.ReadyAsync(queue.Vhost, queue.Name, cancellationToken) : null,
                IsUncounted = tools.Time.GetElapsedTime(since) < FirstReport && LooksEmpty(queue),
            });
        }

        _seenAt = seenAt;
        return corrected;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _counts.DisposeAsync();

    private static bool LooksEmpty(QueueItem queue) =>
        queue.Messages is { ValueKind: System.Text.Json.JsonValueKind.Number } count && count.TryGetInt64(out var number) && number == 0;

    private bool IsWatched(QueueItem queue)
    {
        var labels = QueueSeries.Labels(queue.Vhost, queue.Name);
        return QueueSeries.Metrics.Any(metric => tools.Interest.IsWatched(new SeriesKey(SeriesKind.External, "", metric, labels)));
    }
}

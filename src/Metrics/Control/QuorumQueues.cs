using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Asks the quorum queues that somebody looks at how many messages wait: the management API only knows what they last reported, every
/// 5 s, and zero until they first did.
/// </summary>
internal sealed class QuorumQueues(TimeProvider time)
{
    /// <summary>A quorum queue reports every 5 s (quorum_tick_interval); a little more, for the report to arrive.</summary>
    public static readonly TimeSpan FirstReport = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(30);

    // Asking takes half a millisecond or so; the others keep what the API says, which is not wrong but late.
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(500);

    private long? _failedAt;

    /// <summary>The waiting messages of those that answered in time.</summary>
    public async Task<IReadOnlyList<(QueueRecord Queue, long Ready)>> AskAsync(
        RabbitMqAmqp amqp, IReadOnlyList<QueueRecord> queues, CancellationToken cancellationToken)
    {
        var counts = new List<(QueueRecord, long)>();
        if (_failedAt is { } failedAt && time.GetElapsedTime(failedAt) < RetryInterval)
        {
            return counts;
        }

        _failedAt = null;
        var start = time.GetTimestamp();
        try
        {
            foreach (var queue in queues.TakeWhile(_ => time.GetElapsedTime(start) < Budget))
            {
                if (await amqp.AskAsync(queue.VirtualHost, queue.Name, cancellationToken) is { } answer)
                {
                    counts.Add((queue, answer.MessageCount));
                }
            }
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The API's counts serve meanwhile: AMQP is tried again after a while.
            _failedAt = time.GetTimestamp();
        }

        return counts;
    }
}

using Microsoft.Extensions.Logging;

namespace Autoscale.Quota.Control;

/// <summary>Where the writes of one namespace wait; whatever has come while one batch was settled is the next.</summary>
internal sealed partial class NamespaceDesk(Func<IReadOnlyList<WaitingWrite>, Task> settle, Action<NamespaceDesk> closed, ILogger logger)
{
    private const int LargestBatch = 500;

    private readonly Lock _lock = new();
    private readonly Queue<WaitingWrite> _waiting = new();
    private Task? _work;
    private bool _isClosed;

    /// <summary>Lets a write wait for the next batch; false once the desk is closed, which it is when nothing waits any more.</summary>
    public bool TryAdd(WaitingWrite write)
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _waiting.Enqueue(write);
                _work ??= Task.Run(WorkAsync);
            }

            return !_isClosed;
        }
    }

    private async Task WorkAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                await settle(batch);
            }
            catch (Exception defect) when (defect is not OutOfMemoryException)
            {
                // The writes of a whole namespace must not wait for ever because one of them is beyond us.
                Log.Failed(logger, batch.Count, defect);
            }

            foreach (var forgotten in batch.Where(write => !write.IsAnswered))
            {
                forgotten.TryAnswer(QuotaAnswer.TimedOut);
            }
        }

        closed(this);
    }

    // An empty batch closes the desk, before anybody can add again: the lock is the one that adding takes.
    private List<WaitingWrite> Take()
    {
        lock (_lock)
        {
            var batch = new List<WaitingWrite>(Math.Min(_waiting.Count, LargestBatch));
            while (batch.Count < LargestBatch && _waiting.TryDequeue(out var write))
            {
                if (!write.IsAnswered)
                {
                    batch.Add(write);
                }
            }

            _isClosed = batch.Count == 0;
            return batch;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4101, LogLevel.Error, "Cannot judge a batch of {Writes} writes")]
        public static partial void Failed(ILogger logger, int writes, Exception defect);
    }
}

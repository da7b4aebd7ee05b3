using Autoscale.LocalCluster.Nodes.Brokers;

namespace Autoscale.LocalCluster.Nodes.Images;

/// <summary>
/// autoscale.local/queue-worker: consumes the queue QUEUE, CONCURRENCY messages at a time (default 1) and PREFETCH held (default the same);
/// each takes SERVICE_TIME (default 100ms) and CPU_PER_MESSAGE (CPU time, default half of that), longer when the CPU limit throttles it.
/// </summary>
internal sealed class QueueWorker(ContainerSettings settings, IWorkBroker broker, WorkTally tally, TimeProvider time) : IContainerWork
{
    /// <summary>The image that stands for this work.</summary>
    public const string Image = "autoscale.local/queue-worker";

    private static readonly TimeSpan DefaultServiceTime = TimeSpan.FromMilliseconds(100);

    private readonly BusyMeter _meter = new();
    private readonly IdleWork _idle = new(settings, time.GetUtcNow());
    private readonly int _concurrency = settings.Number("CONCURRENCY", 1);
    private volatile ContainerSettings _settings = settings;
    private IAsyncDisposable? _consumer;
    private CancellationToken _life;

    /// <summary>Connects to the queue; the token ends the container's life, and with it whatever it holds.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = _settings;
        _life = cancellationToken;
        if (!settings.Environment.TryGetValue("QUEUE", out var queue) || queue.Length == 0)
        {
            throw new InvalidOperationException("the environment variable QUEUE is missing");
        }

        var prefetch = Math.Max(_concurrency, settings.Number("PREFETCH", _concurrency));
        _consumer = await broker.ConsumeAsync(new ConsumerOptions(queue, _concurrency, prefetch), WorkAsync, cancellationToken);
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_consumer is not null)
        {
            await _consumer.DisposeAsync();
        }
    }

    /// <inheritdoc />
    public double CpuSeconds(DateTimeOffset now) => _idle.CpuSeconds(now) + _meter.Seconds(now);

    /// <inheritdoc />
    public long MemoryBytes(DateTimeOffset now) => _idle.MemoryBytes(now);

    /// <inheritdoc />
    public void Share(int sharers, DateTimeOffset now) => _idle.Share(sharers, now);

    /// <inheritdoc />
    public void Adjust(ContainerSettings settings, DateTimeOffset now)
    {
        _settings = settings;
        _idle.Adjust(settings, now);
    }

    private async Task WorkAsync(WorkItem item, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _life);
        var (duration, cost) = Effort(item);
        var piece = _meter.Begin(time.GetUtcNow(), duration, cost);
        var isDone = false;
        try
        {
            await Task.Delay(duration, time, both.Token);
            tally.CountDone(item.Id);
            isDone = true;
        }
        finally
        {
            _meter.End(piece, time.GetUtcNow(), isDone);
        }
    }

    private (TimeSpan Duration, double Cost) Effort(WorkItem item)
    {
        var usual = _settings.Duration("SERVICE_TIME", DefaultServiceTime);
        var service = usual * item.Weight;
        var cost = _settings.Duration("CPU_PER_MESSAGE", usual / 2) * item.Weight;
        var throttled = _settings.CpuLimit is { } limit ? cost * _concurrency / limit : TimeSpan.Zero;
        return (throttled > service ? throttled : service, cost.TotalSeconds);
    }
}

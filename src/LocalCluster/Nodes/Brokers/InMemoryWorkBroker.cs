using System.Collections.Concurrent;
using MassTransit;

namespace Autoscale.LocalCluster.Nodes.Brokers;

/// <summary>
/// MassTransit's in-memory transport: one bus for the cluster, since such buses share no queues. Each queue has one receive endpoint,
/// whose messages go to the consumers that have a free place. Its depths are exact.
/// </summary>
public sealed class InMemoryWorkBroker : IWorkBroker
{
    // More messages than any set of workers holds at a time; beyond it they wait in the transport.
    private const int InFlight = 1000;

    private readonly IBusControl _bus = Bus.Factory.CreateUsingInMemory(_ => { });
    private readonly SemaphoreSlim _connecting = new(1);
    private readonly ConcurrentDictionary<string, Lazy<Task<SlotBoard>>> _queues = new(StringComparer.Ordinal);
    private bool _isConnected;

    /// <summary>Told the name of a queue whenever a depth of it changed; called often and from any thread.</summary>
    public event Action<string>? DepthChanged;

    /// <summary>The exact depths of all queues, by name.</summary>
    public IReadOnlyList<QueueDepth> Depths() =>
        [.. _queues.Where(pair => IsOpen(pair.Value))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (pair.Key, pair.Value.Value.Result.Depth))
            .Select(entry => new QueueDepth(entry.Key, entry.Depth.Ready, entry.Depth.Unacked))];

    /// <inheritdoc />
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (!_isConnected)
            {
                await _bus.StartAsync(cancellationToken);
                _isConnected = true;
            }
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <inheritdoc />
    public async Task PublishAsync(string queue, WorkItem item, CancellationToken cancellationToken)
    {
        var board = await QueueAsync(queue);
        var endpoint = await _bus.GetSendEndpoint(new Uri($"queue:{queue}"));
        var isIn = false;
        board.Published();
        try
        {
            await endpoint.Send(item, cancellationToken);
            isIn = true;
        }
        finally
        {
            if (!isIn)
            {
                board.NotPublished();
            }
        }
    }

    /// <inheritdoc />
    public async Task<IAsyncDisposable> ConsumeAsync(
        ConsumerOptions options, Func<WorkItem, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var board = await QueueAsync(options.Queue);
        var consumer = new InMemoryConsumer(board, options.Concurrency, work);
        board.Join(consumer, Math.Max(options.Prefetch, options.Concurrency), consumer.WorkAsync);

        // Who opens a queue by consuming it changes no number, and yet its zero is news.
        DepthChanged?.Invoke(options.Queue);
        return consumer;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var queue in _queues.Values.Where(IsOpen))
        {
            (await queue.Value).Close();
        }

        if (_isConnected)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await _bus.StopAsync(limit.Token);
        }

        _connecting.Dispose();
    }

    private static bool IsOpen(Lazy<Task<SlotBoard>> queue) => queue is { IsValueCreated: true, Value.IsCompletedSuccessfully: true };

    // Lazy, since two at once would both open the queue; one whose opening failed is opened anew by the next who asks.
    private async Task<SlotBoard> QueueAsync(string queue)
    {
        var opening = _queues.GetOrAdd(queue, name => new Lazy<Task<SlotBoard>>(() => OpenAsync(name)));
        try
        {
            return await opening.Value;
        }
        finally
        {
            if (!IsOpen(opening))
            {
                _queues.TryRemove(KeyValuePair.Create(queue, opening));
            }
        }
    }

    private async Task<SlotBoard> OpenAsync(string queue)
    {
        await ConnectAsync(CancellationToken.None);
        var board = new SlotBoard(() => DepthChanged?.Invoke(queue));
        var handle = _bus.ConnectReceiveEndpoint(queue, endpoint =>
        {
            endpoint.ConfigureConsumeTopology = false;
            endpoint.PrefetchCount = InFlight;
            endpoint.ConcurrentMessageLimit = InFlight;
            endpoint.Handler<WorkItem>(context => board.DispatchAsync(context.Message, context.CancellationToken));
        });
        await handle.Ready;
        return board;
    }
}

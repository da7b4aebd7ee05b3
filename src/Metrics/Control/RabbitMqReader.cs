using System.Net.Sockets;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Reads a broker's queues by its management API, or over AMQP where the user wants that or where there is no such API. The latter
/// is found out by asking; which of the two serves is looked at again every 30 s.
/// </summary>
internal sealed class RabbitMqReader(
    RabbitMqSourceOptions options, RabbitMqAddress address, SourceConnection connection, RabbitMqPicture picture, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(30);

    private readonly RabbitMqManagement _management = new(address, connection);
    private readonly RabbitMqAmqp _amqp = new(address, connection);
    private readonly QuorumQueues _quorum = new(time);
    private readonly RabbitMqNames _names = new(options, address);
    private long? _withoutManagementSince;

    /// <summary>Whether somebody looks at a series.</summary>
    public Func<SeriesKey, bool> IsWatched { get; set; } = _ => true;

    /// <summary>Whether the last reading was over AMQP.</summary>
    public bool AsksByName { get; private set; }

    /// <summary>What the last reading could not tell, or null.</summary>
    public string? Problem => AsksByName ? _names.Problem : null;

    /// <summary>Reads the counts of all queues into the picture.</summary>
    public async Task<RabbitMqWalk> CountAsync(CancellationToken cancellationToken)
    {
        var skipsManagement = options.Transport == RabbitMqTransport.Amqp
            || (_withoutManagementSince is { } since && time.GetElapsedTime(since) < RetryInterval);
        if (skipsManagement)
        {
            return await AskByNameAsync(cancellationToken);
        }

        try
        {
            return await WalkAsync(cancellationToken);
        }
        catch (HttpRequestException nobody) when (IsFallenBackFrom(nobody))
        {
            return await AskByNameAsync(cancellationToken);
        }
    }

    /// <summary>Reads the statistics of all queues into the picture.</summary>
    public Task<RabbitMqWalk> MeasureAsync(CancellationToken cancellationToken)
    {
        // They were renewed some time in the interval before: their time is the earliest that it can be.
        var measured = time.GetUtcNow() - QueueFlow.Interval;
        return _management.MeasureAsync((in line) => picture.Measure(line, measured), cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _management.Dispose();
        await _amqp.DisposeAsync();
    }

    private async Task<RabbitMqWalk> WalkAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        picture.Begin();
        var walk = await _management.CountAsync((in line) => picture.Count(line, now), cancellationToken);
        var asked = picture.WatchedQuorumQueues(IsWatched, now);
        picture.Correct(await _quorum.AskAsync(_amqp, asked, cancellationToken));
        _withoutManagementSince = null;
        AsksByName = false;
        return walk;
    }

    private async Task<RabbitMqWalk> AskByNameAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        picture.Begin();
        foreach (var queue in _names.Queues)
        {
            var answer = await _amqp.AskAsync(queue.VirtualHost, queue.Name, cancellationToken);
            picture.Count(queue, answer is null ? null : (answer.MessageCount, answer.ConsumerCount), now);
        }

        AsksByName = true;
        return new RabbitMqWalk(1, 0);
    }

    private bool IsFallenBackFrom(HttpRequestException nobody)
    {
        if (options.Transport != RabbitMqTransport.Auto || _names.Queues.Count == 0
            || nobody.GetBaseException() is not SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return false;
        }

        _withoutManagementSince = time.GetTimestamp();
        return true;
    }
}

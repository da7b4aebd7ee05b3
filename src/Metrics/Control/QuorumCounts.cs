using Autoscale.Metrics.Sources;
using RabbitMQ.Client;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Asks quorum queues over AMQP how many messages wait: the management API only knows what they last reported, every 5 s, and
/// zero until they first did.
/// </summary>
internal sealed class QuorumCounts(RabbitMqAddress address, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, IConnection> _connections = new(StringComparer.Ordinal);
    private long? _failedAt;

    /// <summary>The waiting messages of a queue at this moment; null when it is gone, or AMQP does not answer for now.</summary>
    public async Task<long?> ReadyAsync(string virtualHost, string queue, CancellationToken cancellationToken)
    {
        if (_failedAt is { } failedAt && time.GetElapsedTime(failedAt) < RetryInterval)
        {
            return null;
        }

        try
        {
            _failedAt = null;
            var connection = await ConnectAsync(virtualHost, cancellationToken);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            return (await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException gone) when (gone.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The management API still answers, and its count is not wrong, only late: AMQP is tried again after a while.
            _failedAt = time.GetTimestamp();
            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.Values)
        {
            await connection.DisposeAsync();
        }

        _connections.Clear();
    }

    private async Task<IConnection> ConnectAsync(string virtualHost, CancellationToken cancellationToken)
    {
        if (_connections.Remove(virtualHost, out var known))
        {
            if (known.IsOpen)
            {
                _connections.Add(virtualHost, known);
                return known;
            }

            await known.DisposeAsync();
        }

        var factory = new ConnectionFactory
        {
            HostName = address.Amqp.Host,
            Port = address.Amqp.Port,
            VirtualHost = virtualHost,
            UserName = address.User,
            Password = address.Password,
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = ConnectLimit,
            ContinuationTimeout = ConnectLimit,
            ClientProvidedName = "autoscale",
            Ssl = new SslOption(address.Amqp.Host) { Enabled = address.Amqp.Scheme == "amqps" },
        };
        var connection = await factory.CreateConnectionAsync(cancellationToken);
        _connections.Add(virtualHost, connection);
        return connection;
    }
}

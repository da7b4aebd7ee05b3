using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Autoscale.LocalCluster.Nodes.Brokers;

/// <summary>A real RabbitMQ by MassTransit: one connection publishes, each consumer has one of its own, as real workers do; lost connections are made again.</summary>
public sealed class RabbitWorkBroker(Uri address, TimeProvider time) : IWorkBroker
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PublisherStopLimit = TimeSpan.FromSeconds(3);

    // A consumer first finishes the messages that it has begun.
    private static readonly TimeSpan ConsumerStopLimit = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _connecting = new(1);
    private IBusControl? _publisher;

    /// <summary>The address without its password.</summary>
    public string SafeAddress { get; } = new UriBuilder(address) { UserName = "", Password = "" }.Uri.ToString();

    /// <inheritdoc />
    public async Task ConnectAsync(CancellationToken cancellationToken) => await PublisherAsync(cancellationToken);

    /// <inheritdoc />
    public async Task PublishAsync(string queue, WorkItem item, CancellationToken cancellationToken)
    {
        var bus = await PublisherAsync(cancellationToken);
        var endpoint = await bus.GetSendEndpoint(new Uri($"queue:{queue}"));
        await endpoint.Send(item, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IAsyncDisposable> ConsumeAsync(
        ConsumerOptions options, Func<WorkItem, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var bus = Bus.Factory.CreateUsingRabbitMq(configure =>
        {
            Configure(configure);
            configure.ReceiveEndpoint(options.Queue, endpoint =>
            {
                endpoint.ConfigureConsumeTopology = false;
                endpoint.PrefetchCount = options.Prefetch;
                endpoint.ConcurrentMessageLimit = options.Concurrency;
                endpoint.Handler<WorkItem>(context => WorkAsync(context, options.Queue, work));
            });
        });
        await StartAsync(bus, cancellationToken);
        return new Running(bus, time);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_publisher is not null)
        {
            await StopAsync(_publisher, PublisherStopLimit, time);
        }

        _connecting.Dispose();
    }

    /// <summary>A message whose consumer was killed goes back to its queue; MassTransit would put it among the errors.</summary>
    private static async Task WorkAsync(ConsumeContext<WorkItem> context, string queue, Func<WorkItem, CancellationToken, Task> work)
    {
        try
        {
            await work(context.Message, context.CancellationToken);
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            var endpoint = await context.GetSendEndpoint(new Uri($"queue:{queue}"));
            await endpoint.Send(context.Message, context.CancellationToken);
        }
    }

    private async Task<IBusControl> PublisherAsync(CancellationToken cancellationToken)
    {
        if (_publisher is { } ready)
        {
            return ready;
        }

        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_publisher is null)
            {
                var bus = Bus.Factory.CreateUsingRabbitMq(Configure);
                await StartAsync(bus, cancellationToken);
                _publisher = bus;
            }

            return _publisher;
        }
        finally
        {
            _connecting.Release();
        }
    }

    private void Configure(IRabbitMqBusFactoryConfigurator configure)
    {
        var user = address.UserInfo.Split(':', 2);
        configure.Host(new UriBuilder(address) { UserName = "", Password = "" }.Uri, host =>
        {
            host.Username(user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : "guest");
            host.Password(user.Length == 2 ? Uri.UnescapeDataString(user[1]) : "guest");
        });
    }

    private async Task StartAsync(IBusControl bus, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ConnectLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var isStarted = false;
        try
        {
            await KnockAsync(both.Token);
            await bus.StartAsync(both.Token);
            isStarted = true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            var reason = limit.IsCancellationRequested ? $"no answer within {ConnectLimit.TotalSeconds:0} s" : Reason(failure);
            throw new BrokerUnavailableException($"the broker at {SafeAddress} cannot be used: {reason}", failure);
        }
        finally
        {
            if (!isStarted)
            {
                await StopAsync(bus, TimeSpan.FromSeconds(1), time);
            }
        }
    }

    /// <summary>What the broker said, when it said something.</summary>
    private static string Reason(Exception failure) => failure.GetBaseException() switch
    {
        OperationInterruptedException { ShutdownReason: { } said } => said.ReplyText,
        var other => other.Message,
    };

    /// <summary>Logs in once by itself: a bus would try for ever without saying why it fails.</summary>
    private async Task KnockAsync(CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = address,
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = StepLimit,
            HandshakeContinuationTimeout = StepLimit,
            ContinuationTimeout = StepLimit,
        };
        // A server that is silent after the connection would hold the library for twice its limits.
        await using var connection = await factory.CreateConnectionAsync(cancellationToken).WaitAsync(cancellationToken);

        // The library does not wait for the virtual host's answer: opening a channel does, and says why there is none.
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).WaitAsync(cancellationToken);
        await connection.CloseAsync(cancellationToken);
    }

    private static async Task StopAsync(IBusControl bus, TimeSpan patience, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(patience, time);
        try
        {
            await bus.StopAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // The broker is gone: there is nobody left to say goodbye to.
            return;
        }
    }

    private sealed class Running(IBusControl bus, TimeProvider time) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await StopAsync(bus, ConsumerStopLimit, time);
    }
}

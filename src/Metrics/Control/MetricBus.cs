using System.Threading.Channels;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Control;

/// <summary>
/// The bus on which applications report: MassTransit, in memory or over RabbitMQ. Each source has an exchange of its own, and each
/// process a queue of its own behind it, since the process that waits for the lease needs every reading, too. A broker that is down
/// is waited for. What a source refuses goes to the queue NAME_error with the reason.
/// </summary>
public sealed class MetricBus : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<PushedSource, HostReceiveEndpointHandle> _endpoints = [];
    private readonly string _process = Guid.NewGuid().ToString("N")[..8];
    private readonly SourceTools _tools;
    private readonly IBusControl _bus;
    private int _opened;

    /// <summary>Makes the bus; nothing is connected yet.</summary>
    public MetricBus(MetricBusOptions options, SourceTools tools)
    {
        _tools = tools;
        _bus = options.Address is { } address
            ? MassTransit.Bus.Factory.CreateUsingRabbitMq(bus => Configure(bus, address))
            : MassTransit.Bus.Factory.CreateUsingInMemory(NameErrors);
        _bus.ConnectReceiveObserver(new ReportObserver(tools));
        _bus.ConnectReceiveEndpointObserver(new EndpointObserver(tools.Loggers.CreateLogger<EndpointObserver>()));
    }

    /// <summary>The bus, for those within the process who report to a source or publish.</summary>
    public IBus Bus => _bus;

    /// <summary>Takes messages for the sources that are there, as they come and go, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _tools.Pushed.Changed += Look;
        try
        {
            await _bus.StartAsync(cancellationToken);
            while (true)
            {
                await MatchAsync();
                await _changed.Reader.ReadAsync(cancellationToken);
            }
        }
        finally
        {
            _tools.Pushed.Changed -= Look;
        }
    }

    /// <summary>Stops within about two seconds.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(_bus.StopAsync);

    private static void Configure(IRabbitMqBusFactoryConfigurator bus, Uri address)
    {
        var user = address.UserInfo.Split(':', 2);
        bus.Host(new UriBuilder(address) { UserName = "", Password = "" }.Uri, host =>
        {
            host.Username(user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : "guest");
            host.Password(user.Length == 2 ? Uri.UnescapeDataString(user[1]) : "guest");
        });
        NameErrors(bus);
    }

    private static void NameErrors(IBusFactoryConfigurator bus)
    {
        bus.SendTopology.ErrorQueueNameFormatter = ReportQueues.Errors;
        bus.SendTopology.DeadLetterQueueNameFormatter = ReportQueues.Errors;
    }

    private void Look() => _changed.Writer.TryWrite(true);

    private async Task MatchAsync()
    {
        var wanted = _tools.Pushed.All.Where(source => source.Address is not null).ToList();
        foreach (var gone in _endpoints.Keys.Except(wanted).ToList())
        {
            await StopAsync(_endpoints[gone].StopAsync);
            _endpoints.Remove(gone);
        }

        foreach (var source in wanted.Except(_endpoints.Keys).ToList())
        {
            var queue = ReportQueues.Of(source.Address ?? "", $"{_process}-{++_opened}");
            _endpoints[source] = _bus.ConnectReceiveEndpoint(queue, endpoint => ReportQueues.Configure(endpoint, source));
        }
    }

    private async Task StopAsync(Func<CancellationToken, Task> stop)
    {
        using var limit = new CancellationTokenSource(StopLimit, _tools.Time);
        try
        {
            await stop(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // The broker is gone: there is nobody left to say goodbye to.
            return;
        }
    }
}

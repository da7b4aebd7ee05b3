using Autoscale.Metrics.Sources;
using Microsoft.Extensions.Hosting;

namespace Autoscale.Metrics.Control;

/// <summary>Runs all loops of the room: the scrapes of the nodes, and one poll for each broker.</summary>
public sealed class MetricsLoops(ScrapeLoop scrapes, MetricTable table, MetricsOptions options, SourceTools tools) : BackgroundService
{
    private readonly List<RabbitMqPoll> _polls =
    [
        .. options.Brokers.Select(broker => new RabbitMqPoll(RabbitMqAddress.Parse(broker.Address, broker.Management), table, options, tools)),
    ];

    /// <inheritdoc />
    public override void Dispose()
    {
        _polls.ForEach(poll => poll.Dispose());
        scrapes.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var counting = table.Subscribe(moved => tools.Telemetry.Moved(moved.Count));
        await Task.WhenAll(_polls.Select(poll => poll.RunAsync(stoppingToken)).Prepend(scrapes.RunAsync(stoppingToken)));
    }
}

using Autoscale.Metrics.Sources;
using Microsoft.Extensions.Hosting;

namespace Autoscale.Metrics.Control;

/// <summary>Runs all loops of the room: the scrapes of the nodes, and one poll for each broker.</summary>
public sealed class MetricsLoops(ScrapeLoop scrapes, MetricTable table, MetricsOptions options, SourceTools tools) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var counting = table.Subscribe(moved => tools.Telemetry.Moved(moved.Count));
        await Task.WhenAll(options.Brokers.Select(broker => PollAsync(broker, stoppingToken)).Prepend(scrapes.RunAsync(stoppingToken)));
    }

    private async Task PollAsync(BrokerOptions broker, CancellationToken cancellationToken)
    {
        await using var poll = new RabbitMqPoll(RabbitMqAddress.Parse(broker.Address, broker.Management), table, options, tools);
        await poll.RunAsync(cancellationToken);
    }
}

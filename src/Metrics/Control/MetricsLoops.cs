using Autoscale.Kubernetes.Control;
using Autoscale.Metrics.Sources;
using Microsoft.Extensions.Hosting;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Runs all loops of the room: the expiry of readings, the one that reads the usage of pods and nodes, where it is read, and one
/// poll for each broker.
/// </summary>
public sealed class MetricsLoops(
    ScrapeLoop scrapes, ResourceMetricsPoll served, MetricTable table, MetricsOptions options, SourceTools tools) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var counting = table.Subscribe(moved => tools.Telemetry.Moved(moved.Count));
        var polls = options.Brokers.Select(broker => RabbitMqAddress.Parse(broker.Address, broker.Management))
            .Select(address => new NamedLoop($"the poll of {address}", token => PollAsync(address, token)));
        var expiry = new NamedLoop("the expiry of readings", new ReadingExpiry(table, tools.Time).RunAsync);
        await Together.RunAsync([expiry, .. Resources(), .. polls], stoppingToken);
    }

    private IEnumerable<NamedLoop> Resources() => options.ResourceMetrics switch
    {
        ResourceMetricsOrigin.Kubelet => [new NamedLoop("the scrapes of the nodes", scrapes.RunAsync)],
        ResourceMetricsOrigin.Api => [new NamedLoop("the reading of metrics.k8s.io", served.RunAsync)],
        _ => [],
    };

    private async Task PollAsync(RabbitMqAddress address, CancellationToken cancellationToken)
    {
        await using var poll = new RabbitMqPoll(address, table, options, tools);
        await poll.RunAsync(cancellationToken);
    }
}

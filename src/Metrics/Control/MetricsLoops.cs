using Autoscale.Kubernetes.Control;
using Microsoft.Extensions.Hosting;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Runs all loops of the room: the expiry of readings, the one that reads the usage of pods and nodes, where it is read, and one
/// reader for each broker.
/// </summary>
public sealed class MetricsLoops(
    ScrapeLoop scrapes, ResourceMetricsPoll served, MetricTable table, MetricsOptions options, SourceTools tools) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var counting = table.Subscribe(moved => tools.Telemetry.Moved(moved.Count));
        var brokers = options.Brokers.Select(broker => new NamedLoop($"the reading of {broker.Name}", token => ReadAsync(broker, token)));
        var expiry = new NamedLoop("the expiry of readings", new ReadingExpiry(table, tools.Time).RunAsync);
        await Together.RunAsync([expiry, .. Resources(), .. brokers], stoppingToken);
    }

    private IEnumerable<NamedLoop> Resources() => options.ResourceMetrics switch
    {
        ResourceMetricsOrigin.Kubelet => [new NamedLoop("the scrapes of the nodes", scrapes.RunAsync)],
        ResourceMetricsOrigin.Api => [new NamedLoop("the reading of metrics.k8s.io", served.RunAsync)],
        _ => [],
    };

    private async Task ReadAsync(BrokerOptions broker, CancellationToken cancellationToken)
    {
        await using var source = new RabbitMqSource(broker.Source, options.SettingsOf(broker), table, tools);
        await source.RunAsync(cancellationToken);
    }
}

using Autoscale.Kubernetes.Control;
using Microsoft.Extensions.Hosting;

namespace Autoscale.Metrics.Control;

/// <summary>Runs the ways on which applications report to the sources that are there; ends with <see cref="IOException"/> where the HTTP port is taken.</summary>
public sealed class ReportLoops(ReportOptions options, MetricTable table, SourceTools tools) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        NamedLoop[] loops =
        [
            .. options.Bus is { } bus ? [new NamedLoop("the bus", token => RunBusAsync(bus, token))] : Array.Empty<NamedLoop>(),
            .. options.Http is { } http ? [new NamedLoop("the server of reports", token => ServeAsync(http, token))] : Array.Empty<NamedLoop>(),
            .. options is { Bus: not null, TakesPublished: true } ? [new NamedLoop("the source of published reports", TakePublishedAsync)] : Array.Empty<NamedLoop>(),
        ];
        await (loops.Length > 0 ? Together.RunAsync(loops, stoppingToken) : Task.Delay(Timeout.InfiniteTimeSpan, tools.Time, stoppingToken));
    }

    private async Task RunBusAsync(MetricBusOptions address, CancellationToken cancellationToken)
    {
        await using var bus = new MetricBus(address, tools);
        await bus.RunAsync(cancellationToken);
    }

    private async Task ServeAsync(PushedServerOptions http, CancellationToken cancellationToken)
    {
        await using var server = await PushedServer.StartAsync(http, tools, cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, tools.Time, cancellationToken);
    }

    private async Task TakePublishedAsync(CancellationToken cancellationToken)
    {
        var published = new PushedSourceOptions { Address = PushedAddress.Published };
        await using var source = new PushedSource(published, new SourceSettings { Name = "published reports" }, table, tools);
        await source.RunAsync(cancellationToken);
    }
}

using System.Diagnostics.Metrics;
using System.Globalization;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Benchmarks.RabbitMq;

/// <summary>The queues of the benchmark, and sources that read them.</summary>
internal static class ManyQueues
{
    public const int Count = 2000;
    public const int OfPattern = 600;

    public static IEnumerable<string> Names => Enumerable.Range(0, Count).Select(Name);

    public static string Name(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{(number < OfPattern ? "orders" : "invoices")}.{number:D4}");

    public static SourceTools NewTools()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        return new(TimeProvider.System, new Interest(), new MetricsTelemetry(meters), NullLoggerFactory.Instance);
    }

    public static RabbitMqSource NewSource(RabbitMqServer broker, MetricTable table, SourceTools tools, IReadOnlyList<QueueOffer> offers) => new(
        new() { Address = broker.AmqpUrl.OriginalString, Management = broker.ManagementUrl.OriginalString, Offers = offers },
        new SourceSettings { Name = "broker" },
        table,
        tools);
}

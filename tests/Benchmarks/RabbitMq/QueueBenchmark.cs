using System.Globalization;
using Autoscale.Kubernetes;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;
using Autoscale.Testing;
using RabbitMQ.Client;

namespace Autoscale.Benchmarks.RabbitMq;

/// <summary>
/// Measures what 2,000 queues of one real broker cost, 600 of them matching one pattern: calls, bytes, processor time and memory of a
/// period; and how soon one message in one of the 600 wakes who looks at their sum.
/// </summary>
internal static class QueueBenchmark
{
    private const int Periods = 20;
    private const int Messages = 100;
    private const string Metric = "orders_backlog";

    private static readonly QueueOffer Sum = new() { Name = Metric, Series = QueueSeries.Backlog, Queue = "orders.*", Aggregation = QueueAggregation.Sum };

    /// <summary>Runs all and prints it; 0 when every message woke somebody, or no broker is installed.</summary>
    public static int Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task<int> RunAsync()
    {
        if (RabbitMqServer.WhyUnavailable is { } reason)
        {
            Console.WriteLine($"skipped: {reason}");
            return 0;
        }

        await using var broker = await RabbitMqServer.StartAsync();
        await using var connection = await new ConnectionFactory { Uri = broker.AmqpUrl }.CreateConnectionAsync();
        await DeclareAsync(connection);
        Console.WriteLine($"{ManyQueues.Count:N0} queues on one broker, {ManyQueues.OfPattern} of them matching orders.*; a period is one walk over all of them:");
        Console.WriteLine($"{"",-44}{"calls",7}{"KB",9}{"took",9}{"CPU",10}{"allocated",12}{"series",9}");
        await MeasureAsync("counts, the pattern's sum", broker, [Sum], statistics: false);
        await MeasureAsync("counts, every standard series", broker, [], statistics: false);
        await MeasureAsync("counts and statistics, every standard series", broker, [], statistics: true);
        return await WakeAsync(broker, connection);
    }

    private static async Task DeclareAsync(IConnection connection)
    {
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in ManyQueues.Names)
        {
            await channel.QueueDeclareAsync(queue, durable: false, exclusive: false, autoDelete: false);
        }
    }

    private static async Task MeasureAsync(string name, RabbitMqServer broker, IReadOnlyList<QueueOffer> offers, bool statistics)
    {
        await using var source = ManyQueues.NewSource(broker, new MetricTable(), ManyQueues.NewTools(), offers);
        for (var i = 0; i < 3; i++)
        {
            await source.AskAsync(statistics, CancellationToken.None);
        }

        var walk = await WalkAsync(broker, statistics);
        var (cpu, allocated, start) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), TimeProvider.System.GetTimestamp());
        for (var i = 0; i < Periods; i++)
        {
            await source.AskAsync(statistics, CancellationToken.None);
        }

        var took = TimeProvider.System.GetElapsedTime(start) / Periods;
        cpu = (Environment.CpuUsage.TotalTime - cpu) / Periods;
        allocated = (GC.GetTotalAllocatedBytes() - allocated) / Periods;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-44}{walk.Pages,7}{walk.Bytes / 1e3,9:F0}{took.TotalMilliseconds,6:F0} ms{cpu.TotalMilliseconds,7:F1} ms{allocated / 1e3,9:F0} KB{source.Health.Series,9}"));
    }

    // The very calls that the source makes.
    private static async Task<RabbitMqWalk> WalkAsync(RabbitMqServer broker, bool statistics)
    {
        var address = RabbitMqAddress.Parse(broker.AmqpUrl.OriginalString, broker.ManagementUrl.OriginalString);
        using var management = new RabbitMqManagement(address, new SourceConnection { User = broker.User, Password = broker.Password });
        var counts = await management.CountAsync((in _) => { }, CancellationToken.None);
        var measured = statistics ? await management.MeasureAsync((in _) => { }, CancellationToken.None) : default;
        return new RabbitMqWalk(counts.Pages + measured.Pages, counts.Bytes + measured.Bytes);
    }

    private static async Task<int> WakeAsync(RabbitMqServer broker, IConnection connection)
    {
        var (table, tools) = (new MetricTable(), ManyQueues.NewTools());
        var watcher = new ObjectKey("autoscaling", "HorizontalPodAutoscaler", "shop", "orders");
        tools.Interest.Watch(watcher, [new(SeriesKind.External, "shop", Metric, LabelSelector.Everything)]);
        await using var source = ManyQueues.NewSource(broker, table, tools, [Sum]);
        using var end = new CancellationTokenSource();
        var running = source.RunAsync(end.Token);
        var delays = await new WakingWatch(table, tools.Interest, watcher).MeasureAsync(connection, Messages);
        await end.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"publish to wake-up, {delays.Count} messages, asked every {source.Health.Period?.TotalSeconds} s: "
            + $"median {delays[delays.Count / 2].TotalMilliseconds:F0} ms, p99 {delays[(delays.Count - 1) * 99 / 100].TotalMilliseconds:F0} ms"));
        return delays.Count == Messages ? 0 : 1;
    }
}

using Autoscale.Hpa.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.LocalCluster.Nodes.Brokers;
using Autoscale.Testing;
using Microsoft.Extensions.Logging;

namespace Autoscale.Benchmarks.Reaction;

/// <summary>
/// Measures how soon a burst of messages changes the scale: from the first publish until the API has the patch. Through a real RabbitMQ
/// whose queues are asked once a second, and through a broker in memory that pushes its readings.
/// </summary>
internal static class ReactionBenchmark
{
    private const int Bursts = 20;
    private const int MessagesABurst = 200;

    /// <summary>Runs both and prints their distributions; 0 when every burst was seen.</summary>
    public static int Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task<int> RunAsync()
    {
        Console.WriteLine($"{Bursts} bursts of {MessagesABurst} messages after one to warm up, first publish to patched scale:");
        Print("pushed reading (in memory)", await MeasureAsync(null, null));
        if (RabbitMqServer.WhyUnavailable is { } reason)
        {
            Console.WriteLine($"RabbitMQ, asked every second: skipped, {reason}");
            return 0;
        }

        await using var broker = await RabbitMqServer.StartAsync();
        Print("RabbitMQ, asked every second", await MeasureAsync(broker.AmqpUrl, broker.ManagementUrl));
        return 0;
    }

    private static async Task<List<TimeSpan>> MeasureAsync(Uri? broker, Uri? management)
    {
        using var kubeconfig = new TemporaryKubeconfig();
        await using var local = await LocalRun.StartAsync(new() { Broker = broker, LogLevel = LogLevel.Error }, CancellationToken.None);
        await local.WriteKubeconfigAsync(kubeconfig.Path, CancellationToken.None);
        var settings = new ControllerSettings
        {
            Cluster = KubeConfig.Load(new KubeConfigSource { Path = kubeconfig.Path }),
            Metrics = new()
            {
                Brokers = broker is null ? [] : [new() { Address = broker.OriginalString, Management = management?.OriginalString }],
            },
            Horizontal = new() { Mode = HorizontalMode.Active },
            LogLevel = LogLevel.Error,
        };
        await using var controllers = await ControllerRun.StartAsync(settings, CancellationToken.None);
        await using var metrics = await LocalMetrics.StartAsync(local, controllers, CancellationToken.None);
        var target = await BurstTarget.CreateAsync(local, controllers.Client);
        var results = new List<TimeSpan>();
        var random = new Random(42);

        // The very first burst finds code that was never run; it is made, and not counted.
        await BurstAsync(local.Broker, target);
        for (var i = 0; i < Bursts; i++)
        {
            await target.CalmAsync();

            // Bursts fall anywhere between two looks of a source that is asked.
            await Task.Delay(TimeSpan.FromSeconds(random.NextDouble()), TimeProvider.System, CancellationToken.None);
            results.Add(await BurstAsync(local.Broker, target));
        }

        return results;
    }

    private static async Task<TimeSpan> BurstAsync(IWorkBroker broker, BurstTarget target)
    {
        var start = TimeProvider.System.GetTimestamp();
        var scaled = target.NextScaleUpAsync();
        await Task.WhenAll(Enumerable.Range(0, MessagesABurst).Select(_ => broker.PublishAsync(
            BurstTarget.Queue, new WorkItem { Id = Guid.NewGuid(), PublishedAt = TimeProvider.System.GetUtcNow() }, CancellationToken.None)));
        return TimeProvider.System.GetElapsedTime(start, await scaled);
    }

    private static void Print(string name, List<TimeSpan> results)
    {
        results.Sort();
        var all = string.Join(" ", results.Select(result => $"{result.TotalMilliseconds:0}"));
        Console.WriteLine(
            $"{name}: median {results[results.Count / 2].TotalMilliseconds:0} ms, p99 {results[^1].TotalMilliseconds:0} ms, "
            + $"within 2 s {results.Count(result => result < TimeSpan.FromSeconds(2))} of {results.Count}");
        Console.WriteLine($"  {all}");
    }
}

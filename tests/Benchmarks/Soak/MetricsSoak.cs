using System.Globalization;
using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Testing;
using Autoscale.Testing.Soak;

namespace Autoscale.Benchmarks.Soak;

/// <summary>
/// Reads 1,000 nodes of 30 pods and sources of every kind that fail at random, with autoscalers, series and declared sources that come
/// and go, and says whether memory stays flat; the simulated servers of metrics are in the same process and count,
/// the API server is in one of its own.
/// </summary>
internal static class MetricsSoak
{
    private const int Nodes = 1_000;
    private const double WarmUpShare = 0.2;

    private static readonly TimeSpan ScrapePeriod = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    /// <summary>Runs for so many minutes, an hour without an argument; 0 when memory, handles and threads were flat.</summary>
    public static int Run(string[] arguments)
    {
        var minutes = arguments is [var text, ..] ? double.Parse(text, CultureInfo.InvariantCulture) : 60;
        return RunAsync(TimeSpan.FromMinutes(minutes)).GetAwaiter().GetResult();
    }

    private static async Task<int> RunAsync(TimeSpan duration)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Nodes:N0} nodes of {SoakPages.Pods} pods, scraped every {ScrapePeriod.TotalSeconds} s, for {duration.TotalMinutes:0.#} minutes"));
        using var local = await LocalProcess.StartAsync("--controllers=false", "--nodes", "0");
        await local.Client.CreateRawAsync(KubeRoute.Namespaces, Encoding.UTF8.GetBytes($$$"""{"metadata":{"name":"{{{SoakDeclarations.Namespace}}}"}}"""));
        await CustomResources.InstallAsync(local.Client, CancellationToken.None);
        await using var world = await SoakWorld.StartAsync(new() { Cluster = local.Client, Nodes = Nodes, ScrapePeriod = ScrapePeriod });
        var samples = await WatchAsync(world, duration);
        return Judge(samples) ? 0 : 1;
    }

    private static async Task<List<SoakSample>> WatchAsync(SoakWorld world, TimeSpan duration)
    {
        var (start, samples) = (TimeProvider.System.GetTimestamp(), new List<SoakSample>());
        var (moved, answers, faulty) = (0L, 0L, 0L);
        while (TimeProvider.System.GetElapsedTime(start) is var since && since < duration)
        {
            var rest = Look - TimeSpan.FromTicks(since.Ticks % Look.Ticks);
            if (await Task.WhenAny(world.Running, Task.Delay(rest, TimeProvider.System)) == world.Running)
            {
                await world.Running;
            }

            var sample = await SoakSample.TakeAsync(TimeProvider.System.GetElapsedTime(start));
            samples.Add(sample);
            Console.WriteLine(sample + string.Create(
                CultureInfo.InvariantCulture,
                $"{(world.Watchers.Moved - moved) / rest.TotalSeconds,8:N0} readings/s{(world.Server.Answers - answers) / rest.TotalSeconds,6:N0} answers/s"
                + $", {(world.Server.Faulty - faulty) / (double)Math.Max(1, world.Server.Answers - answers):P1} of them bad, {world.AbsentShare:P1} absent, "
                + $"{world.Table.Pods.Count():N0} pods, {world.Table.Feeds.Count + world.Table.CustomFeeds.Count} feeds, {world.Declared} sources declared, {world.Reports} reports"));
            (moved, answers, faulty) = (world.Watchers.Moved, world.Server.Answers, world.Server.Faulty);
        }

        return samples;
    }

    private static bool Judge(List<SoakSample> samples)
    {
        var warm = samples.Skip(Math.Max(1, (int)(samples.Count * WarmUpShare))).ToList();
        if (warm.Count < 4)
        {
            Console.WriteLine("too short to tell whether anything rises");
            return true;
        }

        SoakTrend[] trends =
        [
            SoakTrend.Of("live MiB", warm, sample => sample.Managed, (0.05, 2)),
            SoakTrend.Of("resident MiB", warm, sample => sample.Resident, (0.1, 20)),
            SoakTrend.Of("handles", warm, sample => sample.Handles, (0.2, 50)),
            SoakTrend.Of("sockets", warm, sample => sample.Sockets, (0.2, 50)),
            SoakTrend.Of("threads", warm, sample => sample.Threads, (0.2, 20)),
            SoakTrend.Of("timers", warm, sample => sample.Timers, (0.2, 50)),
        ];
        Array.ForEach(trends, Console.WriteLine);
        return trends.All(trend => trend.IsFlat);
    }
}

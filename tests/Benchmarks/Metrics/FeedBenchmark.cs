using System.Globalization;
using Autoscale.Kubernetes;
using Autoscale.Metrics;

namespace Autoscale.Benchmarks.Metrics;

/// <summary>What it costs to put pictures of sources into the table, and to find in it what autoscalers look at.</summary>
internal static class FeedBenchmark
{
    private const int Queues = 2_000;
    private const int SeriesOfQueue = 12;
    private const int Pods = 150_000;

    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static int Run()
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"With {Queues:N0} queues of {SeriesOfQueue} series, and one metric of {Pods:N0} pods; median, one thread"));
        var table = new MetricTable();
        External(table);
        Custom(table);
        return 0;
    }

    private static void External(MetricTable table)
    {
        var feed = table.OpenFeed("broker", [.. Enumerable.Range(0, SeriesOfQueue).Select(Metric)]);
        var pictures = new[] { QueuePicture(1, Queues), QueuePicture(2, Queues) };
        var turn = 0;
        Print("put a picture that only moves values", () => feed.Replace(pictures[turn ^= 1]));
        var steady = QueuePicture(1, Queues);
        Print("put a picture that moves nothing", () => feed.Replace(steady));
        var shapes = new[] { QueuePicture(1, Queues), QueuePicture(1, Queues - 1) };
        Print("put a picture with a queue more or less", () => feed.Replace(shapes[turn ^= 1]));
        var selectors = Enumerable.Range(0, 1000).Select(queue => LabelSelector.Parse($"queue=q{queue}")).ToArray();
        var next = 0;
        Print("find one queue by its label", () => table.FindExternal("production", Metric(3), selectors[next = (next + 1) % selectors.Length], Now));
    }

    private static void Custom(MetricTable table)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var feed = table.OpenCustomFeed(FeedScope.Cluster, "prometheus", new CustomMetric(DescribedKind.Pod, "requests"));
        var pictures = new[] { PodPicture(1), PodPicture(2) };
        var given = GC.GetTotalMemory(forceFullCollection: true) - before;
        feed.Replace(pictures[0]);
        var kept = (GC.GetTotalMemory(forceFullCollection: true) - before - given) / (double)Pods;
        var (turn, next) = (0, 0);
        Print("put a picture of all pods", () => feed.Replace(pictures[turn ^= 1]));
        var keys = pictures[0].Select(series => series.Of).ToArray();
        Print("find the metric of one pod", () => table.FindCustom(keys[next = (next + 7919) % keys.Length], "requests", LabelSelector.Everything, Now));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"kept beside the series themselves",-40}{kept,12:N0} B per pod"));
    }

    private static string Metric(int number) => number switch
    {
        0 => "ready",
        1 => "unacknowledged",
        2 => "messages",
        3 => "backlog",
        4 => "consumers",
        5 => "drain",
        _ => "other" + (char)('a' + number),
    };

    private static List<ExternalSeries> QueuePicture(int count, int queues) =>
    [
        .. from queue in Enumerable.Range(0, queues)
           let labels = SeriesLabels.Of(("queue", $"q{queue}"), ("vhost", "/"))
           from metric in Enumerable.Range(0, SeriesOfQueue)
           select new ExternalSeries("", Metric(metric), labels, Reading.Of(Quantity.FromLong(count), Now, "broker")),
    ];

    private static List<CustomSeries> PodPicture(int count) =>
    [
        .. Enumerable.Range(0, Pods).Select(pod => new CustomSeries(
            new("", "Pod", "production", $"demo-app-6d4cf56db6-{pod:x5}"), "requests", Reading.Of(Quantity.FromLong(count), Now, "prometheus"))),
    ];

    private static void Print(string what, Action operation)
    {
        var measured = Measurement.Of(operation);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-40}{measured.Microseconds,12:N3} µs{measured.AllocatedBytes,12:N0} B"));
    }
}

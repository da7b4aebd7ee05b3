using System.Globalization;
using System.Text;
using Autoscale.Kubernetes;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;

namespace Autoscale.Benchmarks.Metrics;

/// <summary>Times what the metrics room does for every reader and for every scrape, on one thread, with 10,000 pods and queues.</summary>
internal static class MetricsBenchmark
{
    private const int Nodes = 100;
    private const int PodsOfNode = 100;
    private const int Queues = 10_000;

    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static int Run()
    {
        Console.WriteLine("With 10,000 pods on 100 nodes and 10,000 queues; median, one thread");
        var table = Table();
        var names = table.Pods.Select(pod => new string(pod.Name)).ToArray();
        var next = 0;
        Print("look up the usage of one pod", () => table.FindPod("production", names[next = (next + 7) % names.Length]));
        Print("replace the readings of one node", ReplaceOneNode(table));
        Print("read one node's scrape", ReadScrape(Scrape()));
        Queue(table);
        return ScrapeBenchmark.Run();
    }

    private static MetricTable Table()
    {
        var (table, random) = (new MetricTable(), new Random(1));
        for (var node = 0; node < Nodes; node++)
        {
            table.ReplaceNode(new NodePicture($"node-{node}", null, [.. Enumerable.Range(0, PodsOfNode).Select(_ => Pod(random))]));
        }

        return table;
    }

    private static PodUsage Pod(Random random) => new(
        "production",
        $"demo-app-{random.Next():x8}-{random.Next():x5}",
        Now,
        TimeSpan.FromSeconds(15),
        [new ContainerUsage("app", Quantity.FromMilli(100), Quantity.FromLong(1 << 20))]);

    private static Action ReplaceOneNode(MetricTable table)
    {
        var pods = table.Pods.Take(PodsOfNode).ToList();
        var (one, other) = (new NodePicture("one", null, pods), new NodePicture("one", null, [.. pods.Select(pod => pod with { Time = Now.AddSeconds(15) })]));
        return () =>
        {
            table.ReplaceNode(one);
            (one, other) = (other, one);
        };
    }

    private static byte[] Scrape()
    {
        var text = new StringBuilder();
        string[] metrics = ["container_cpu_usage_seconds_total", "container_memory_working_set_bytes", "container_start_time_seconds"];
        foreach (var metric in metrics)
        {
            for (var pod = 0; pod < PodsOfNode; pod++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{metric}{{container=\"app\",namespace=\"production\",pod=\"demo-app-{pod}\"}} 123.456 1700000000000\n");
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static Action ReadScrape(byte[] text) => () =>
    {
        var reader = new PrometheusText(text);
        while (reader.Read())
        {
            reader.Label("pod"u8);
        }
    };

    private static void Queue(MetricTable table)
    {
        var feed = table.OpenFeed("broker", "depth");
        var pictures = new[] { Picture(1), Picture(2) };
        var (turn, next) = (0, 0);
        Print("replace the readings of all queues", () => feed.Replace(pictures[turn ^= 1]));
        var selectors = Enumerable.Range(0, 1000).Select(queue => LabelSelector.Parse($"queue=q{queue}")).ToArray();
        Print("find one queue by its label", () => table.FindExternal("production", "depth", selectors[next = (next + 1) % selectors.Length], Now));

        var interest = new Interest();
        for (var queue = 0; queue < Queues; queue++)
        {
            interest.Watch(
                new ObjectKey("autoscaling", "HorizontalPodAutoscaler", "production", $"h{queue}"),
                [new SeriesQuery(SeriesKind.External, "production", "depth", LabelSelector.Parse($"queue=q{queue}"))]);
        }

        var woken = new HashSet<ObjectKey>();
        Print("find who looks at one queue", () => interest.Collect(pictures[0][next = (next + 1) % Queues].Key, woken));
    }

    private static List<ExternalSeries> Picture(int count) =>
    [
        .. Enumerable.Range(0, Queues).Select(queue => new ExternalSeries(
            "", "depth", SeriesLabels.Of(("queue", $"q{queue}"), ("vhost", "/")), Reading.Of(Quantity.FromLong(count), Now, "broker"))),
    ];

    private static void Print(string what, Action operation)
    {
        var measured = Measurement.Of(operation);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-40}{measured.Microseconds,12:N3} µs{measured.AllocatedBytes,12:N0} B"));
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Http.Headers;
using Autoscale.Kubernetes.Client;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Benchmarks.Metrics;

/// <summary>
/// What it costs to scrape 5,000 nodes of 30 pods with 2 containers every 15 s, over real TLS from kubelets in another process whose
/// own costs do not count; and what the reading of the pages alone costs.
/// </summary>
internal static class ScrapeBenchmark
{
    private const int Nodes = 5_000;
    private const int PodsOfAll = Nodes * SimulatedPage.Pods;
    private const int Cycles = 4;
    private const double MetricsServerCores = Nodes * 0.001;
    private const double MetricsServerMiB = Nodes * 2;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    public static int Run()
    {
        Console.WriteLine(Text($"With {Nodes:N0} nodes of {SimulatedPage.Pods} pods and {SimulatedPage.Containers} containers each, {Period.TotalSeconds} s between two scrapes"));
        ScrapeAsync().GetAwaiter().GetResult();
        Parse();
        Table();
        return 0;
    }

    private static void Parse()
    {
        var page = SimulatedPage.Write(1, TimeProvider.System.GetUtcNow());
        var shape = KubeletMetrics.Read(page, default, NodeShape.Empty).Shape;
        Console.WriteLine(Text($"one page has {page.Length / 1024.0:N1} KiB"));
        Speed("read its samples", page, () => ReadSamples(page));
        Speed("read its containers", page, () => KubeletMetrics.Read(page, default, shape));
    }

    private static void ReadSamples(byte[] page)
    {
        var reader = new PrometheusText(page);
        while (reader.Read())
        {
        }
    }

    private static void Speed(string what, byte[] page, Action read)
    {
        var measured = Measurement.Of(read);
        Console.WriteLine(Text($"{what,-40}{measured.Microseconds,12:N1} µs{measured.AllocatedBytes,12:N0} B{page.Length / measured.Microseconds,12:N0} MB/s"));
    }

    /// <summary>Pages are written one at a time and their writing is not counted; the third cycle is the one measured.</summary>
    private static void Table()
    {
        var (table, time) = (new MetricTable(), new VirtualTimeProvider(TimeProvider.System.GetUtcNow()));
        var scrapes = Enumerable.Range(0, Nodes).Select(index => new NodeScrape(KubeletFarm.Node(index), time)).ToArray();
        var (spent, allocated) = (TimeSpan.Zero, 0L);
        for (var cycle = 0; cycle < 3; cycle++)
        {
            (spent, allocated) = (TimeSpan.Zero, 0L);
            time.Advance(Period);
            for (var node = 0; node < Nodes; node++)
            {
                var page = SimulatedPage.Write(node, time.GetUtcNow());
                var (start, before) = (TimeProvider.System.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
                table.ReplaceNode(scrapes[node].Name, scrapes[node].Read(page, time.GetUtcNow(), Period));
                spent += TimeProvider.System.GetElapsedTime(start);
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true);
        var pods = table.Pods.Count();
        GC.KeepAlive(scrapes);
        Console.WriteLine(Text($"read all pages into the table           {spent.TotalMilliseconds,12:N0} ms of one core a cycle, {allocated / 1048576.0:N0} MiB allocated"));
        Console.WriteLine(Text($"the table of {pods:N0} pods              {bytes / 1048576.0,12:N0} MiB, {bytes / PodsOfAll:N0} B a pod, names and history of the counters included"));
    }

    private static async Task ScrapeAsync()
    {
        using var folder = new TemporaryFolder();
        var authority = Path.Combine(folder.Path, "ca.crt");
        using var farm = await KubeletFarm.StartAsync(authority);
        var nodes = Enumerable.Range(0, Nodes).Select(KubeletFarm.Node).ToArray();
        var options = new MetricsOptions
        {
            ScrapePeriod = Period,
            Kubelets = new() { Access = KubeletAccess.Direct, AuthorityFile = authority, Port = farm.Port },
        };
        using var client = new KubeClient(Config(), new KubeClientOptions());
        var table = new MetricTable();
        using var loop = new ScrapeLoop(() => nodes, client, table, options, Tools());
        using var end = new CancellationTokenSource();
        var running = loop.RunAsync(end.Token);
        await MeasureAsync(table);
        await end.CancelAsync();
        await Task.WhenAny(running);
    }

    private static async Task MeasureAsync(MetricTable table)
    {
        var (start, cpu) = (TimeProvider.System.GetTimestamp(), Cpu());
        await Eventually.TrueAsync(() => Task.FromResult(table.Nodes.Count() == Nodes), "the usage of all nodes", TimeSpan.FromMinutes(5));
        Console.WriteLine(Text($"usage of all nodes after {TimeProvider.System.GetElapsedTime(start).TotalSeconds:N0} s, which took {(Cpu() - cpu).TotalSeconds:N1} s of one core, TLS handshakes included"));
        await Task.Delay(2 * Period, TimeProvider.System);

        (start, cpu) = (TimeProvider.System.GetTimestamp(), Cpu());
        await Task.Delay(Cycles * Period, TimeProvider.System);
        var cycles = TimeProvider.System.GetElapsedTime(start) / Period;
        var perCycle = (Cpu() - cpu) / cycles;
        Console.WriteLine(Text($"scrape them all over TLS                {perCycle.TotalMilliseconds,12:N0} ms of one core a cycle: {perCycle / Period:N3} cores; metrics-server states {MetricsServerCores:N0}"));
        Memory(table);
    }

    private static void Memory(MetricTable table)
    {
        using var self = Process.GetCurrentProcess();
        var (resident, managed) = (self.WorkingSet64 / 1048576.0, GC.GetGCMemoryInfo().HeapSizeBytes / 1048576.0);
        Console.WriteLine(Text($"resident memory                         {resident,12:N0} MiB ({managed:N0} MiB of them objects), {self.WorkingSet64 / PodsOfAll:N0} B a pod; metrics-server states {MetricsServerMiB:N0} MiB"));
        Console.WriteLine(Text($"pods with usage                         {table.Pods.Count(),12:N0}"));
    }

    private static TimeSpan Cpu()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    private static KubeConfig Config() => new()
    {
        Server = new("https://127.0.0.1"),
        Credentials = new StaticCredentials(new(new AuthenticationHeaderValue("Bearer", new string('x', 900)), null)),
    };

    private static SourceTools Tools()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        return new(TimeProvider.System, new Interest(), new MetricsTelemetry(meters), NullLoggerFactory.Instance);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

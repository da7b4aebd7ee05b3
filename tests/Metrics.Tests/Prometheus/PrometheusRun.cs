using Autoscale.Kubernetes;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests.Prometheus;

/// <summary>A Prometheus source that runs, the table that it fills, and those who look at it.</summary>
internal sealed class PrometheusRun : IAsyncDisposable
{
    private static readonly DescribedKind Pods = new("", "Pod", "pods", true);
    private static readonly DescribedKind Namespaces = new("", "Namespace", "namespaces", false);
    private static readonly DescribedKind Deployments = new("apps", "Deployment", "deployments", true);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public PrometheusRun(Uri url, IReadOnlyList<PrometheusRule> rules, SourceConnection? connection = null, SourceSettings? settings = null)
    {
        Tools = Some.Tools() with { Interest = Interest, Loggers = Log };
        Source = new PrometheusSource(
            new PrometheusSourceOptions { Url = url, Connection = connection ?? new(), Rules = rules, DiscoveryPeriod = TimeSpan.FromSeconds(1) },
            settings ?? new SourceSettings { Name = "test", Period = TimeSpan.FromMilliseconds(100) },
            Table,
            Tools);
        _running = Source.RunAsync(_stop.Token);
    }

    public MetricTable Table { get; } = new();

    public Interest Interest { get; } = new();

    public LinesLogged Log { get; } = new();

    public SourceTools Tools { get; }

    public PrometheusSource Source { get; }

    public static PrometheusAssociation Objects => new()
    {
        Kinds = [new(Pods, "pod"), new(Namespaces, "namespace"), new(Deployments, "deployment")],
    };

    public static PrometheusAssociation PodsOnly => new() { Kinds = [new(Pods, "pod")] };

    public static PrometheusRule Rule(string name, string query) => new() { Name = name, Query = QueryTemplate.Parse(query) };

    public static ObjectKey Pod(string @namespace, string name) => new("", "Pod", @namespace, name);

    /// <summary>Lets somebody look at an external metric, or at one of pods.</summary>
    public void Watch(string watcher, string @namespace, string metric, string selector, SeriesKind kind = SeriesKind.External)
    {
        var asked = LabelSelector.Parse(selector);
        var query = new SeriesQuery(kind, @namespace, metric, kind == SeriesKind.External ? asked : LabelSelector.Everything) { Asked = asked };
        Interest.Watch(new("", "Hpa", @namespace, watcher), [query]);
    }

    /// <summary>What the table says of an external metric: its values, by their order, or why there are none.</summary>
    public string External(string metric, string selector = "", string @namespace = "ns")
    {
        var answer = Table.FindExternal(@namespace, metric, LabelSelector.Parse(selector), TimeProvider.System.GetUtcNow());
        return answer.Absence ?? string.Join(' ', answer.Series.Select(series => series.Reading.Value.ToString()).Order(StringComparer.Ordinal));
    }

    /// <summary>What the table says of an object's metric: its value, why there is none, or "unknown".</summary>
    public string Custom(ObjectKey of, string metric, string selector = "")
    {
        var reading = Table.FindCustom(of, metric, LabelSelector.Parse(selector), TimeProvider.System.GetUtcNow());
        return reading is null ? "unknown" : reading.Absence ?? reading.Value.ToString() ?? "";
    }

    /// <summary>Waits until the table says so.</summary>
    public static async Task SaysAsync(string expected, Func<string> says)
    {
        try
        {
            await Eventually.TrueAsync(() => Task.FromResult(says() == expected), "", TimeSpan.FromMinutes(3));
        }
        catch (TimeoutException)
        {
            Assert.Equal(expected, says());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        await Source.DisposeAsync();
        _stop.Dispose();
    }
}

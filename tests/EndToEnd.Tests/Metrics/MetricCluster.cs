using System.Collections.Concurrent;
using System.Globalization;
using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests.Metrics;

/// <summary>
/// <c>autoscale local</c>, a real RabbitMQ and a real Prometheus for all tests that share them, which run one after another, each in a
/// namespace of its own; none where one of them is not installed.
/// </summary>
[CollectionDefinition(Name)]
public sealed class MetricCluster : IAsyncLifetime, ICollectionFixture<MetricCluster>
{
    public const string Name = "Metrics";

    private readonly ConcurrentDictionary<string, string> _pages = new();
    private readonly int _reportPort = FreePort.Take();
    private LocalProcess? _local;
    private RabbitMqServer? _broker;
    private PrometheusServer? _prometheus;

    /// <summary>Why the tests cannot run here; null when they can.</summary>
    public static string? WhyUnavailable => Kubectl.WhyUnavailable ?? RabbitMqServer.WhyUnavailable ?? PrometheusServer.WhyUnavailable;

    public LocalProcess Local => _local ?? throw new InvalidOperationException(WhyUnavailable);

    public RabbitMqServer Broker => _broker ?? throw new InvalidOperationException(WhyUnavailable);

    public PrometheusServer Prometheus => _prometheus ?? throw new InvalidOperationException(WhyUnavailable);

    /// <summary>Where applications report.</summary>
    public Uri Reports => new($"http://{ReportAddress}/v1/readings");

    private string ReportAddress => $"127.0.0.1:{_reportPort.ToString(CultureInfo.InvariantCulture)}";

    public async Task InitializeAsync()
    {
        if (WhyUnavailable is not null)
        {
            return;
        }

        var broker = RabbitMqServer.StartAsync();
        _prometheus = await PrometheusServer.StartAsync("");
        _broker = await broker;
        _local = await LocalProcess.StartAsync("--report-listen", ReportAddress);
    }

    /// <summary>What Prometheus scrapes of one namespace from now on.</summary>
    public void Expose(string ns, string page)
    {
        _pages[ns] = page;
        Prometheus.Exposition = string.Join('\n', _pages.Values);
    }

    /// <summary>Does something while Prometheus is dead, and starts it again.</summary>
    public Task WithoutPrometheusAsync(Func<Task> act) => WithoutAsync(Prometheus.KillAsync, act, Prometheus.StartAgainAsync);

    /// <summary>Does something while RabbitMQ is dead, and starts it again.</summary>
    public Task WithoutBrokerAsync(Func<Task> act) => WithoutAsync(Broker.KillAsync, act, Broker.StartAgainAsync);

    public async Task DisposeAsync()
    {
        _local?.Dispose();
        await (_prometheus?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_broker?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    // Whatever became of it: the tests after this one need the server, too.
    private static async Task WithoutAsync(Func<Task> kill, Func<Task> act, Func<Task> startAgain)
    {
        await kill();
        try
        {
            await act();
        }
        finally
        {
            await startAgain();
        }
    }
}

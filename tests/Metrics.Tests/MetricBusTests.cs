using Autoscale.Kubernetes;
using Autoscale.Metrics.Control;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

public sealed class MetricBusTests : IAsyncLifetime
{
    private readonly MetricTable _table = new();
    private readonly LinesLogged _log = new();
    private readonly SourceTools _tools;
    private readonly MetricBus _bus;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public MetricBusTests()
    {
        _tools = Some.Tools() with { Loggers = _log };
        _bus = new MetricBus(new MetricBusOptions(), _tools);
    }

    public Task InitializeAsync()
    {
        _running = _bus.RunAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _bus.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Publish_SourceOfPublishedReports_IsInTheTable()
    {
        await using var source = Source(PushedAddress.Published);

        await Eventually.TrueAsync(
            async () =>
            {
                await _bus.Bus.Publish(Report("orders", "12"));
                return Value("orders", "any") == "12";
            },
            "the reading");
    }

    [Fact]
    public async Task Send_ToASourcesAddress_ReachesThatSourceAlone()
    {
        await using var shop = Source(PushedAddress.Of("shop", "a"), "shop");
        await using var bank = Source(PushedAddress.Of("bank", "a"), "bank");
        await ReadyAsync(PushedAddress.Of("bank", "a"), "bank");

        await SendUntilAsync(PushedAddress.Of("shop", "a"), Report("orders", "12"), () => Value("orders", "shop") == "12");

        Assert.Equal(AbsenceTexts.NoSuchMetric("orders"), Value("orders", "bank"));
    }

    [Fact]
    public async Task Send_RefusedReport_IsToldAndTheNextIsTaken()
    {
        var address = PushedAddress.Of("shop", "a");
        await using var source = Source(address, "shop");
        await ReadyAsync(address, "shop");

        await SendUntilAsync(address, Report("orders", "-1"), () => _log.Lines.Any(line => line.StartsWith("Warning 1300", StringComparison.Ordinal)));
        await SendUntilAsync(address, Report("orders", "1"), () => Value("orders", "shop") == "1");

        Assert.Contains(_log.Lines, line => line.Contains("to its errors: readings[0].value: must not be negative", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_SourceGone_TakesNothingMoreForItAndServesItsSuccessor()
    {
        var address = PushedAddress.Of("", "a");
        await using (Source(address))
        {
            await SendUntilAsync(address, Report("orders", "1"), () => Value("orders", "any") == "1");
        }

        await using var successor = Source(address);

        await SendUntilAsync(address, Report("orders", "2"), () => Value("orders", "any") == "2");
    }

    private static MetricReported Report(string name, string value) => new() { Readings = [new ReportedReading { Name = name, Value = value }] };

    private Task ReadyAsync(string address, string @namespace) =>
        SendUntilAsync(address, Report("ready", "1"), () => Value("ready", @namespace) == "1");

    // What is sent before the endpoint is there has nobody who hears it.
    private Task SendUntilAsync(string address, MetricReported report, Func<bool> isDone) => Eventually.TrueAsync(
        async () =>
        {
            var endpoint = await _bus.Bus.GetSendEndpoint(new Uri($"exchange:{address}"));
            await endpoint.Send(report, CancellationToken.None);
            return isDone();
        },
        $"what is sent to {address}");

    private PushedSource Source(string address, string @namespace = "") => new(
        new PushedSourceOptions { Address = address },
        new SourceSettings { Name = $"pushed {@namespace}", Scope = new FeedScope(@namespace) },
        _table,
        _tools);

    private string? Value(string metric, string @namespace)
    {
        var answer = _table.FindExternal(@namespace, metric, LabelSelector.Everything, TimeProvider.System.GetUtcNow());
        return answer.Absence ?? answer.Series[0].Reading.Value.ToString();
    }
}

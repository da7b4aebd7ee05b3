using Autoscale.Kubernetes;
using Autoscale.Metrics.Control;
using Autoscale.Testing;
using MassTransit;

namespace Autoscale.Metrics.Tests;

/// <summary>What one process has of the bus: its table, and one source of namespace shop.</summary>
internal sealed class BusProcess : IAsyncDisposable
{
    private readonly MetricTable _table = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly PushedSource _source;
    private readonly MetricBus _bus;
    private readonly string _address;
    private readonly Task _running;

    public BusProcess(Uri? broker, string address)
    {
        var tools = Some.Tools() with { Loggers = Log };
        _address = address;
        _source = new PushedSource(
            new PushedSourceOptions { Address = address }, new SourceSettings { Name = "pushed shop", Scope = new FeedScope("shop") }, _table, tools);
        _bus = new MetricBus(new MetricBusOptions { Address = broker }, tools);
        _running = _bus.RunAsync(_stop.Token);
    }

    public LinesLogged Log { get; } = new();

    public bool IsRunning => !_running.IsCompleted;

    public string? Value(string metric)
    {
        var answer = _table.FindExternal("shop", metric, LabelSelector.Everything, TimeProvider.System.GetUtcNow());
        return answer.Absence ?? answer.Series[0].Reading.Value.ToString();
    }

    // What is sent before the endpoint is there, or while the broker is not, has nobody who hears it.
    public Task SendUntilAsync(MetricReported report, Func<bool> isDone) => Eventually.TrueAsync(
        async () =>
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            try
            {
                var endpoint = await _bus.Bus.GetSendEndpoint(new Uri($"exchange:{_address}"));
                await endpoint.Send(report, limit.Token);
            }
            catch (Exception gone) when (gone is OperationCanceledException or MassTransitException)
            {
                return false;
            }

            return isDone();
        },
        $"what is sent to {_address}",
        TimeSpan.FromSeconds(90));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _bus.DisposeAsync();
        await _source.DisposeAsync();
        _stop.Dispose();
    }
}

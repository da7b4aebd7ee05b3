using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Nodes.Images;
using Autoscale.Testing;

namespace Autoscale.LocalCluster.Tests.Nodes;

public sealed class HttpWorkerTests
{
    private readonly VirtualTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Serve_WithinItsLimit_UsesWhatTheRequestsCost()
    {
        var worker = Worker(limit: "500m");

        worker.Serve(10, Now);
        Advance(seconds: 1);

        Assert.Equal(0.2, Used(worker), 2);
        Assert.Equal(TimeSpan.Zero, worker.Backlog(Now));
    }

    [Fact]
    public void Serve_MoreThanItsLimit_IsBoundedByItAndTheRestWaits()
    {
        var worker = Worker(limit: "500m");

        var end = worker.Serve(100, Now);
        Advance(seconds: 2);

        Assert.Equal(4.0, (end!.Value - Now).TotalSeconds + 2, 3);
        Assert.Equal(1.0, Used(worker), 2);
        Assert.Equal(2.0, worker.Backlog(Now).TotalSeconds, 3);
    }

    [Fact]
    public async Task Stop_RequestsInLine_AreAnsweredFirstAndNewOnesRefused()
    {
        var worker = Worker(limit: "1");
        worker.Serve(50, Now);

        var stopped = worker.StopAsync(CancellationToken.None);
        Assert.False(stopped.IsCompleted);
        Assert.Null(worker.Serve(1, Now));

        Advance(seconds: 1);
        await stopped;
        Assert.Equal(1.0, Used(worker), 2);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    private void Advance(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private double Used(HttpWorker worker) => worker.CpuSeconds(Now);

    private HttpWorker Worker(string limit)
    {
        var container = JsonNode.Parse($$"""
            {"name":"web","image":"autoscale.local/http-worker","resources":{"limits":{"cpu":"{{limit}}"} },"env":[{"name":"CPU_PER_REQUEST","value":"20ms"}]}
            """)!.AsObject();
        return new HttpWorker(ContainerSettings.Of(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["autoscale.local/usage"] = "cpu=0" } } }, container), _time);
    }
}

using System.Net;
using System.Net.Sockets;
using Autoscale.Kubernetes.Control;
using Autoscale.Metrics.Control;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

public sealed class ReportLoopsTests
{
    private static readonly Uri Anywhere = new("http://127.0.0.1/v1/readings");

    [Fact]
    public async Task StartAsync_AllWays_ServesAndTakesPublishedReportsUntilStopped()
    {
        var tools = Some.Tools();
        var listen = new IPEndPoint(IPAddress.Loopback, FreePort.Take());
        using var loops = new ReportLoops(new ReportOptions { Bus = new(), TakesPublished = true, Http = new() { Listen = listen } }, new MetricTable(), tools);
        using var http = new HttpClient();

        await loops.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(async () => await CodeAsync(http, listen.Port) == HttpStatusCode.Unauthorized && !tools.Pushed.All.IsEmpty, "an answer");
        await loops.StopAsync(CancellationToken.None);

        Assert.Empty(tools.Pushed.All);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync(new UriBuilder(Anywhere) { Port = listen.Port }.Uri, null));
    }

    [Fact]
    public async Task StartAsync_PortTaken_EndsWithTheReason()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        using var loops = new ReportLoops(new ReportOptions { Http = new() { Listen = (IPEndPoint)other.LocalEndpoint } }, new MetricTable(), Some.Tools());

        await loops.StartAsync(CancellationToken.None);

        var ended = await Assert.ThrowsAsync<LoopEndedException>(() => loops.ExecuteTask ?? Task.CompletedTask);
        Assert.Contains("the server of reports ended", ended.Message, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode?> CodeAsync(HttpClient http, int port)
    {
        try
        {
            using var answer = await http.PostAsync(new UriBuilder(Anywhere) { Port = port }.Uri, null);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}

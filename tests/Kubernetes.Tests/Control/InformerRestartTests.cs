using System.Threading.Channels;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Kubernetes.Tests.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Kubernetes.Tests.Control;

/// <summary>What only real connections show: how they break, and that the informer gets over it.</summary>
public sealed class InformerRestartTests
{
    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>();

    [Fact]
    public async Task RunAsync_ServerDiesInTheMiddleOfAWatchAndComesBack_GoesOn()
    {
        var server = await TlsServer.StartAsync(context => ServeAsync(context, 1));
        var address = server.Address;
        using var client = new KubeClient(new() { Server = address, SkipTlsVerify = true }, new());
        var informer = new Informer<Pod>(client, KubeRoute.Pods, KubeJson.Default.Pod, new() { Random = new(1) }, NullLogger<Informer<Pod>>.Instance);
        informer.Subscribe(change => _changes.Writer.TryWrite(change.Object.Metadata.Name));
        using var stop = new CancellationTokenSource();
        var run = informer.RunAsync(stop.Token);

        var first = await _changes.Reader.ReadAsync();
        await server.DisposeAsync();
        await using var second = await TlsServer.StartAsync(context => ServeAsync(context, 2), address.Port);
        var next = await _changes.Reader.ReadAsync();
        await stop.CancelAsync();
        await run;

        Assert.Equal(("watched1", "watched2"), (first, next));
    }

    /// <summary>An empty list, and a watch that tells of one pod and then hangs.</summary>
    private static async Task ServeAsync(HttpContext context, int life)
    {
        if (!context.Request.Query.ContainsKey("watch"))
        {
            await context.Response.WriteAsync("""{"metadata":{"resourceVersion":"1"},"items":[]}""");
            return;
        }

        await context.Response.WriteAsync($"{{\"type\":\"ADDED\",\"object\":{{\"metadata\":{{\"name\":\"watched{life}\",\"resourceVersion\":\"{life}\"}}}}}}\n");
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
    }
}

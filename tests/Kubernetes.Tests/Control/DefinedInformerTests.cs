using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Kubernetes.Tests.Client;
using Autoscale.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Kubernetes.Tests.Control;

public sealed class DefinedInformerTests
{
    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task RunAsync_KindThatIsNotThereOrMayNotBeListed_IsKnownToHaveNone(int code)
    {
        await using var server = await TlsServer.StartAsync(context =>
        {
            context.Response.StatusCode = code;
            return context.Response.WriteAsync($$"""{"kind":"Status","status":"Failure","code":{{code}},"message":"no"}""");
        });
        using var client = new KubeClient(new() { Server = server.Address, SkipTlsVerify = true }, new());
        var informer = new Informer<Pod>(client, KubeRoute.Pods, KubeJson.Default.Pod, new() { Random = new(1) }, NullLogger<Informer<Pod>>.Instance);
        var defined = new DefinedInformer<Pod>(
            client, KubeRoute.Pods, informer, new VirtualTimeProvider(DateTimeOffset.UnixEpoch), NullLogger<DefinedInformer<Pod>>.Instance);
        using var stop = new CancellationTokenSource();

        var run = defined.RunAsync(stop.Token);

        await defined.WaitUntilKnownAsync(CancellationToken.None);
        Assert.Equal(0, defined.Cache.Count);
        await stop.CancelAsync();
        await run;
    }
}

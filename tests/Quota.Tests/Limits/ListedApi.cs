using System.Net;
using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Quota.Tests.Limits;

/// <summary>An API server that has the limit ranges it was given, as JSON objects; without any it never answers.</summary>
internal sealed class ListedApi(string? items) : HttpMessageHandler
{
    /// <summary>An informer that knows the limit ranges, each text an object of namespace "team".</summary>
    public static async Task<Informer<LimitRange>> InformerAsync(params string[] limitRanges)
    {
        var informer = Unsynced($"[{string.Join(',', limitRanges)}]".Replace('\'', '"'));
        using var end = new CancellationTokenSource();
        var run = informer.RunAsync(end.Token);
        await informer.WaitForSyncAsync(default).WaitAsync(TimeSpan.FromSeconds(30));
        await end.CancelAsync();
        await run;
        return informer;
    }

    /// <summary>An informer that has not listed anything yet.</summary>
    public static Informer<LimitRange> Unsynced(string? items = null) => new(
        new KubeClient(new() { Server = new("https://api.test"), Credentials = StaticCredentials.Anonymous }, new() { Transport = new ListedApi(items) }),
        KubeRoute.LimitRanges, KubeJson.Default.LimitRange, new() { Random = new(1) }, NullLogger<Informer<LimitRange>>.Instance);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (items is null || request.RequestUri?.Query.Contains("watch", StringComparison.Ordinal) == true)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        var list = $$"""{"kind":"LimitRangeList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":{{items}}}""";
        return new(HttpStatusCode.OK) { Content = new StringContent(list, Encoding.UTF8, "application/json") };
    }
}

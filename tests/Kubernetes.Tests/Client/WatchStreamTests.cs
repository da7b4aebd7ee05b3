using System.IO.Pipelines;
using System.Net;
using System.Text;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Kubernetes.Tests.Client;

public sealed class WatchStreamTests
{
    private readonly StubApi _api = new();

    [Fact]
    public async Task ReadAsync_EventsInPieces_ComeWhole()
    {
        var pipe = new Pipe();
        using var client = _api.Answer(pipe.Reader.AsStream()).Client();
        using var watch = await WatchAsync(client);
        await using var events = watch.ReadAsync(default).GetAsyncEnumerator();

        await pipe.Writer.WriteAsync("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"na"u8.ToArray());
        var first = events.MoveNextAsync();
        await pipe.Writer.WriteAsync("me\":\"é\"}}}\n{\"object\":{\"metadata\":{\"resourceVersion\":\"8\"}},\"type\":\"BOOKMARK\"}\n"u8.ToArray());

        Assert.True(await first);
        Assert.Equal((WatchEventType.Added, "é"), (events.Current.Type, events.Current.Object.Metadata.Name));
        Assert.True(await events.MoveNextAsync());
        Assert.Equal((WatchEventType.Bookmark, "8"), (events.Current.Type, events.Current.Object.Metadata.ResourceVersion));
    }

    [Fact]
    public void ReadAsync_AnyPieces_GiveTheSameEvents() =>
        Prop.ForAll(Gen.Choose(1, 90).ListOf().ToArbitrary(), sizes =>
        {
            var lines = Enumerable.Range(1, 20).Select(i => $"{{\"type\":\"ADDED\",\"object\":{{\"metadata\":{{\"name\":\"p{i}é\"}}}}}}\n");
            var body = new PiecewiseStream(Encoding.UTF8.GetBytes(string.Concat(lines)), [.. sizes]);

            Assert.Equal(Enumerable.Range(1, 20).Select(i => $"p{i}é"), ReadNamesAsync(body).GetAwaiter().GetResult());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task ReadAsync_LastLineCutOff_EndsWithoutIt()
    {
        var types = await ReadAllAsync("""{"type":"MODIFIED","object":{}}""" + "\n\n" + """{"type":"DELETED","object":{}}""" + "\n" + """{"type":"ADD""");

        Assert.Equal([WatchEventType.Modified, WatchEventType.Deleted], types);
    }

    [Fact]
    public async Task ReadAsync_ErrorEvent_ThrowsItsStatus()
    {
        var line = """{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version: 1 (5)"}}""";

        var error = await Assert.ThrowsAsync<KubeError>(() => ReadAllAsync(line + "\n"));

        Assert.Equal((true, "too old resource version: 1 (5)"), (error.IsExpired, error.Message));
    }

    [Theory]
    [InlineData("nonsense\n")]
    [InlineData("{\"type\":\"ADDED\"}\n")]
    [InlineData("{\"type\":\"RENAMED\",\"object\":{}}\n")]
    public Task ReadAsync_MalformedLine_ThrowsJsonException(string body) =>
        Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(() => ReadAllAsync(body));

    [Fact]
    public async Task ReadAsync_SilentBeyondTheServersTimeout_Throws()
    {
        using var client = _api.Answer(new Pipe().Reader.AsStream()).Client();
        using var watch = await WatchAsync(client);
        await using var events = watch.ReadAsync(default).GetAsyncEnumerator();

        var next = events.MoveNextAsync().AsTask();
        _api.Time.Advance(TimeSpan.FromSeconds(69));
        var isWaiting = !next.IsCompleted;
        _api.Time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<TimeoutException>(() => next);
        Assert.True(isWaiting);
    }

    [Fact]
    public async Task WatchAsync_ServerNeverAnswers_Throws()
    {
        using var client = _api.Client();

        var watch = WatchAsync(client);
        _api.Time.Advance(TimeSpan.FromSeconds(70));

        await Assert.ThrowsAsync<TimeoutException>(() => watch);
    }

    [Fact]
    public async Task WatchAsync_Refused_ThrowsTheStatus()
    {
        using var client = _api.Answer("", HttpStatusCode.Gone).Client();

        Assert.True((await Assert.ThrowsAsync<KubeError>(() => WatchAsync(client))).IsExpired);
        Assert.Equal("/base/api/v1/pods?watch=true&allowWatchBookmarks=true&timeoutSeconds=60&resourceVersion=5", _api.Requests[0].Path);
    }

    private static Task<WatchStream<Pod>> WatchAsync(KubeClient client) =>
        client.WatchAsync(KubeRoute.Pods, new() { ResourceVersion = "5", Timeout = TimeSpan.FromMinutes(1) }, KubeJson.Default.Pod);

    private static async Task<List<string>> ReadNamesAsync(Stream body)
    {
        using var api = new StubApi();
        using var client = api.Answer(body).Client();
        using var watch = await WatchAsync(client);
        var names = new List<string>();
        await foreach (var change in watch.ReadAsync(default))
        {
            names.Add(change.Object.Metadata.Name);
        }

        return names;
    }

    private async Task<List<WatchEventType>> ReadAllAsync(string body)
    {
        using var client = _api.Answer(new MemoryStream(Encoding.UTF8.GetBytes(body))).Client();
        using var watch = await WatchAsync(client);
        var types = new List<WatchEventType>();
        await foreach (var change in watch.ReadAsync(default))
        {
            types.Add(change.Type);
        }

        return types;
    }
}

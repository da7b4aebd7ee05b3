using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Kubernetes.Tests.Client;

namespace Autoscale.Kubernetes.Tests.Control;

public sealed class InformerTests : IAsyncLifetime
{
    private readonly StubApi _api = new();
    private readonly LinesLogged<Informer<Pod>> _log = new();
    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _stop = new();
    private readonly KubeClient _client;
    private readonly Informer<Pod> _informer;
    private Task _run = Task.CompletedTask;

    public InformerTests()
    {
        _client = _api.Client();
        _informer = new(
            _client, KubeRoute.Pods, KubeJson.Default.Pod, new() { Random = new(1), Time = _api.Time }, _log);
        _informer.Subscribe(change => _changes.Writer.TryWrite(Describe(change)));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _client.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task RunAsync_ListThenWatch_TellsEachChangeInOrder()
    {
        _api.Answer(List("5", "a:1", "b:2")).Answer(Watch("MODIFIED a:6", "ADDED c:7", "DELETED b:8", "BOOKMARK :9"));

        Start();

        Assert.Equal(["+a:1", "+b:2", "a:1>6", "+c:7", "-b:8"], await ChangesAsync(5));
        Assert.Equal(["a", "c"], _informer.Cache.All.Select(pod => pod.Metadata.Name).Order());
        Assert.True(_informer.HasSynced);
    }

    [Fact]
    public async Task RunAsync_WatchEnds_GoesOnFromTheLastBookmark()
    {
        _api.Answer(List("5")).Answer(Watch("ADDED a:6", "BOOKMARK :9")).Answer(Watch("ADDED b:10"));

        Start();

        Assert.Equal(["+a:6", "+b:10"], await ChangesAsync(2));
        Assert.Contains("resourceVersion=9", _api.Requests[2].Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_VersionTooOld_ListsAnewAndTellsTheDifference(bool inTheMiddle)
    {
        const string Gone = """{"kind":"Status","code":410,"reason":"Expired","message":"too old"}""";
        _api.Answer(List("5", "a:1", "b:2"));
        _ = inTheMiddle ? _api.Answer(Body($"{{\"type\":\"ERROR\",\"object\":{Gone}}}\n")) : _api.Answer(Gone, HttpStatusCode.Gone);
        _api.Answer(List("20", "b:2", "c:15")).Answer(Watch("MODIFIED b:21"));

        Start();

        Assert.Equal(["+a:1", "+b:2", "-a:1", "+c:15", "b:2>21"], await ChangesAsync(5));
    }

    [Fact]
    public async Task RunAsync_ServerBeganAnewWithSmallerVersions_ListsAnew()
    {
        const string Ahead = """
            {"code":504,"reason":"Timeout","message":"Timeout: Too large resource version: 50, current: 3",
             "details":{"causes":[{"reason":"ResourceVersionTooLarge","message":"Too large resource version"}]}}
            """;
        _api.Answer(List("50", "a:40")).Answer(Ahead, HttpStatusCode.GatewayTimeout).Answer(List("3", "b:2")).Answer(Watch("ADDED c:4"));

        Start();

        Assert.Equal(["+a:40", "-a:40", "+b:2", "+c:4"], await ChangesAsync(4));
    }

    [Fact]
    public async Task RunAsync_ServerFails_KeepsTheCacheAndTriesAgainLater()
    {
        _api.Answer(List("5", "a:1")).Answer(() => throw new HttpRequestException("refused")).Answer("", HttpStatusCode.InternalServerError)
            .Answer(Watch("ADDED b:6"));

        Start();
        var changes = await ChangesAsync(1);
        var start = _api.Time.GetUtcNow();
        await NextAsync(4);

        Assert.Equal(["+a:1", "+b:6"], [.. changes, .. await ChangesAsync(1)]);
        Assert.True(_api.Time.GetUtcNow() - start >= TimeSpan.FromMilliseconds(600), "waits of at least 200 and 400 ms");
        Assert.Equal(2, _informer.Cache.Count);
    }

    [Fact]
    public async Task RunAsync_ListFailsAtFirst_SyncsOnceItWorks()
    {
        _api.Answer("not json").Answer("", HttpStatusCode.Forbidden).Answer(List("5", "a:1"));

        Start();
        var syncedEarly = _informer.HasSynced;
        await NextAsync(3);
        await _informer.WaitForSyncAsync(default);

        Assert.False(syncedEarly);
        Assert.Equal(["+a:1"], await ChangesAsync(1));
    }

    [Fact]
    public async Task RunAsync_WatchFallsSilent_WatchesAnew()
    {
        _api.Answer(List("5")).Answer(new Pipe().Reader.AsStream()).Answer(Watch("ADDED a:6"));

        Start();
        await NextAsync(3);

        Assert.Equal(["+a:6"], await ChangesAsync(1));
        Assert.Contains("resourceVersion=5", _api.Requests[2].Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_WatchesEndAtOnceAgainAndAgain_AreSpacedOut()
    {
        _api.Answer(List("5")).Answer(Watch()).Answer(Watch()).Answer(Watch()).Answer(Watch());
        var start = _api.Time.GetUtcNow();

        Start();
        await NextAsync(5);

        Assert.True(_api.Time.GetUtcNow() - start >= TimeSpan.FromSeconds(1.4), "waits of at least 200, 400 and 800 ms");
    }

    [Fact]
    public async Task Subscribe_Late_SeesWhatIsThere()
    {
        _api.Answer(List("5", "a:1"));
        Start();
        await _informer.WaitForSyncAsync(default);
        var seen = new List<string>();

        _informer.Subscribe(change => seen.Add(Describe(change)));

        Assert.Equal(["+a:1"], seen);
    }

    [Fact]
    public async Task RunAsync_HandlerThrows_EndsLoudly()
    {
        _api.Answer(List("5", "a:1"));
        _informer.Subscribe(_ => throw new InvalidOperationException("bug"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => _informer.RunAsync(_stop.Token));
    }

    [Fact]
    public async Task RunAsync_HandlerThrowsAsABrokenConnectionWould_EndsLoudly()
    {
        _api.Answer(List("5", "a:1"));
        _informer.Subscribe(_ => throw new IOException("disk full"));

        await Assert.ThrowsAsync<IOException>(() => _informer.RunAsync(_stop.Token));
    }

    [Fact]
    public async Task RunAsync_QuietWatchIsCutOffAfterATroubledStart_TriesAgainSoon()
    {
        for (var i = 0; i < 8; i++)
        {
            _api.Answer("", HttpStatusCode.InternalServerError);
        }

        var cut = new Pipe();
        _api.Answer(List("5")).Answer(cut.Reader.AsStream());
        Start();
        await NextAsync(10);
        _api.Time.Advance(TimeSpan.FromSeconds(2));
        await cut.Writer.CompleteAsync(new IOException("reset"));
        await NextAsync(1);

        var waits = _log.Lines.Where(line => line.StartsWith("Cannot follow", StringComparison.Ordinal)).ToList();
        Assert.Equal(9, waits.Count);
        Assert.Contains("trying again in 00:00:00.", waits[^1], StringComparison.Ordinal);
    }

    private static string Describe(ObjectChange<Pod> change) => change switch
    {
        { Before: null } => $"+{change.Object.Metadata.Name}:{change.Object.Metadata.ResourceVersion}",
        { After: null } => $"-{change.Object.Metadata.Name}:{change.Object.Metadata.ResourceVersion}",
        _ => $"{change.Object.Metadata.Name}:{change.Before.Metadata.ResourceVersion}>{change.After.Metadata.ResourceVersion}",
    };

    private static string Pod(string text) =>
        $"{{\"metadata\":{{\"namespace\":\"x\",\"name\":\"{text.Split(':')[0]}\",\"resourceVersion\":\"{text.Split(':')[1]}\"}}}}";

    private static string List(string version, params string[] pods) =>
        $"{{\"metadata\":{{\"resourceVersion\":\"{version}\"}},\"items\":[{string.Join(',', pods.Select(Pod))}]}}";

    private static MemoryStream Watch(params string[] events) => Body(string.Concat(events.Select(text =>
        $"{{\"type\":\"{text.Split(' ')[0]}\",\"object\":{Pod(text.Split(' ')[1])}}}\n")));

    private static MemoryStream Body(string text) => new(Encoding.UTF8.GetBytes(text));

    private void Start() => _run = _informer.RunAsync(_stop.Token);

    private async Task NextAsync(int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            await _api.NextAsync();
        }
    }

    private async Task<List<string>> ChangesAsync(int count)
    {
        var changes = new List<string>();
        while (changes.Count < count)
        {
            changes.Add(await _changes.Reader.ReadAsync());
        }

        return changes;
    }
}

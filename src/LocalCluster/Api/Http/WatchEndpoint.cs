using System.Threading.Channels;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Answers watches: one line of JSON an event, from a version or from the current state, with bookmarks, until the time limit.</summary>
internal sealed class WatchEndpoint(ObjectStore store, KindRegistry kinds, TimeProvider time)
{
    private const long MaxSeconds = 24 * 60 * 60;

    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan BookmarkInterval = TimeSpan.FromMinutes(1);

    /// <summary>Streams events until the client goes away, the time limit passes or the server stops.</summary>
    public async Task WatchAsync(ApiRequest request, CancellationToken stopping)
    {
        var filter = ObjectFilter.Of(request);
        var asked = Versions.Parse(request, request.Query("resourceVersion"));
        var events = new WatchEvents(request, filter, time, WantsState(request, asked) ? 0 : asked.GetValueOrDefault());
        var seconds = request.QueryNumber("timeoutSeconds");
        using var limit = new CancellationTokenSource(seconds is > 0 and < MaxSeconds ? TimeSpan.FromSeconds(seconds.Value) : DefaultLimit, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, stopping, limit.Token);
        request.Http.Response.ContentType = "application/json";
        await request.Http.Response.StartAsync(request.Aborted);
        await request.Http.Response.BodyWriter.FlushAsync(request.Aborted);
        try
        {
            await StreamAsync(request, events, asked, ended.Token);
        }
        catch (Exception end) when (end is ChannelClosedException || (end is OperationCanceledException && ended.IsCancellationRequested))
        {
            await CloseAsync(request, events);
        }
        catch (ApiError error)
        {
            await events.WriteErrorAsync(error, request.Aborted);
        }
    }

    private async Task StreamAsync(ApiRequest request, WatchEvents events, long? asked, CancellationToken ended)
    {
        var kind = kinds.Stored(request.Kind);
        var changes = Channel.CreateUnbounded<StoreEvent>();

        // A custom resource that is taken away ends its watches, after what happened to its objects.
        using var withdrawal = request.Kind.Custom?.Withdrawn.Register(() => changes.Writer.TryComplete());
        using var subscription = Subscribe(request, kind, asked, changes.Writer, out var initial);
        if (initial is not null)
        {
            await events.WriteInitialAsync(initial, request.QueryFlag("sendInitialEvents"), ended);
        }

        var bookmarks = request.QueryFlag("allowWatchBookmarks");
        while (true)
        {
            var change = await NextAsync(changes.Reader, bookmarks, ended);

            // Whatever the store has committed up to the version that it names now is in the channel: a bookmark must not overtake it.
            var version = store.Version;
            if (change is not null || changes.Reader.TryRead(out change))
            {
                await events.WriteAsync(change, !changes.Reader.TryPeek(out _), ended);
            }
            else
            {
                await events.WriteBookmarkAsync(version, isInitial: false, ended);
            }
        }
    }

    private IDisposable Subscribe(ApiRequest request, ResourceKind kind, long? asked, ChannelWriter<StoreEvent> writer, out ObjectSnapshot? initial)
    {
        initial = WantsState(request, asked) ? store.List(kind, null) : null;
        return store.Subscribe(kind, initial?.Version ?? asked ?? 0, change => writer.TryWrite(change));
    }

    private static bool WantsState(ApiRequest request, long? asked) => asked is null or 0 || request.QueryFlag("sendInitialEvents");

    // Null: a quiet minute went by and the client wants bookmarks.
    private async Task<StoreEvent?> NextAsync(ChannelReader<StoreEvent> changes, bool bookmarks, CancellationToken ended)
    {
        if (changes.TryRead(out var ready))
        {
            return ready;
        }

        using var quiet = new CancellationTokenSource(bookmarks ? BookmarkInterval : Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, quiet.Token);
        try
        {
            return await changes.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (quiet.IsCancellationRequested && !ended.IsCancellationRequested)
        {
            return null;
        }
    }

    // A last bookmark lets the client resume where the stream ended.
    private static async Task CloseAsync(ApiRequest request, WatchEvents events)
    {
        if (!request.Aborted.IsCancellationRequested && request.QueryFlag("allowWatchBookmarks") && events.LastVersion > 0)
        {
            await events.WriteBookmarkAsync(events.LastVersion, isInitial: false, request.Aborted);
        }
    }
}

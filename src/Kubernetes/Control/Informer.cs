using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Kubernetes.Control;

/// <summary>
/// Keeps a cache of all objects of a resource: lists them, watches from there, and starts over when the version is too old;
/// errors, cut-off and silent watches are retried with growing waits, while the cache keeps what it last knew.
/// </summary>
public sealed partial class Informer<T>(
    KubeClient client,
    KubeRoute route,
    JsonTypeInfo<T> type,
    InformerOptions options,
    ILogger<Informer<T>> logger)
    where T : class, IKubeObject
{
    private static readonly TimeSpan ShortWatch = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<Action<ObjectChange<T>>> _handlers = [];
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RetryDelay _retry = new(options.FirstRetry, options.LongestRetry, options.Random);
    private Task _others = Task.CompletedTask;
    private string _version = "";
    private bool _isTelling;
    private volatile string? _problem;

    /// <summary>The objects as last heard of.</summary>
    public ObjectCache<T> Cache { get; } = new(route.Group);

    /// <summary>Whether the first whole list is in the cache and the handlers have seen it.</summary>
    public bool HasSynced => _synced.Task.IsCompleted;

    /// <summary>Why the resource cannot be followed at present, as the last try ended; null while it can.</summary>
    public string? Problem => _problem;

    /// <summary>Returns when <see cref="HasSynced"/> is true.</summary>
    public Task WaitForSyncAsync(CancellationToken cancellationToken) => _synced.Task.WaitAsync(cancellationToken);

    /// <summary>
    /// Calls the handler with every object that is in the cache, and then with each change, in order, on the informer's
    /// thread, after the cache has it; an exception of a handler ends the informer.
    /// </summary>
    public void Subscribe(Action<ObjectChange<T>> handler)
    {
        lock (_lock)
        {
            foreach (var item in Cache.All)
            {
                handler(new(null, item));
            }

            _handlers.Add(handler);
        }
    }

    /// <summary>Follows the resource until cancelled; who calls while another call does so waits, and goes on when that has ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await TakeTurn(ended.Task).WaitAsync(cancellationToken);
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var wait = await FollowAsync(cancellationToken);
                await Task.Delay(wait, options.Time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(logger, route);
        }
        finally
        {
            ended.SetResult();
        }
    }

    // Several rooms share the informer of pods, and each runs it, since it cannot know of the others.
    private Task TakeTurn(Task own)
    {
        lock (_lock)
        {
            var others = _others;
            _others = Task.WhenAll(others, own);
            return others;
        }
    }

    /// <summary>Lists if need be, watches until the watch ends, and says how long to wait before the next time.</summary>
    private async Task<TimeSpan> FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_version.Length == 0)
            {
                await ListAsync(cancellationToken);
            }

            return await WatchAsync(cancellationToken) ? TimeSpan.Zero : _retry.Next();
        }
        catch (KubeError error) when (error.IsExpired || error.IsVersionAhead)
        {
            // The first time at once; a server that says so again and again is given time.
            var wasFresh = _retry.IsFresh;
            var wait = _retry.Next();
            _version = "";
            Log.Expired(logger, route, error.Message);
            return wasFresh ? TimeSpan.Zero : wait;
        }
        catch (Exception error) when (!_isTelling && IsTransient(error, cancellationToken))
        {
            var wait = _retry.Next();
            _problem = error.Message;
            Log.Failed(logger, route, wait, error.Message);
            return wait;
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var query = new ListOptions
        {
            LabelSelector = options.LabelSelector,
            FieldSelector = options.FieldSelector,
            PageSize = options.PageSize,
            MetadataOnly = options.MetadataOnly,
        };
        var list = await client.ListAsync(route, query, type, cancellationToken);
        Replace(list.Items);
        _version = list.ResourceVersion;
        _synced.TrySetResult();
        Log.Listed(logger, route, list.Items.Count, _version);
    }

    /// <summary>Watches from the last version; true when the watch ended as watches do, false when it ended suspiciously soon.</summary>
    private async Task<bool> WatchAsync(CancellationToken cancellationToken)
    {
        var watch = new WatchOptions
        {
            LabelSelector = options.LabelSelector,
            FieldSelector = options.FieldSelector,
            ResourceVersion = _version,
            MetadataOnly = options.MetadataOnly,
            Timeout = options.WatchTimeout * (1 + options.Random.NextDouble()),
        };
        var start = options.Time.GetTimestamp();
        using var stream = await client.WatchAsync(route, watch, type, cancellationToken);
        _problem = null;
        var sawEvents = false;
        try
        {
            await foreach (var change in stream.ReadAsync(cancellationToken))
            {
                Apply(change);
                _version = change.Object.Metadata.ResourceVersion is { Length: > 0 } version ? version : _version;
                _retry.Reset();
                sawEvents = true;
            }

            return sawEvents || HasLived(start);
        }
        finally
        {
            // Also one that was quiet until it was cut off shows that the server is well.
            if (HasLived(start))
            {
                _retry.Reset();
            }
        }
    }

    private bool HasLived(long start) => options.Time.GetElapsedTime(start) >= ShortWatch;

    private void Apply(WatchEvent<T> change)
    {
        lock (_lock)
        {
            switch (change.Type)
            {
                case WatchEventType.Added or WatchEventType.Modified:
                    Put(change.Object);
                    break;
                case WatchEventType.Deleted when Cache.Remove(change.Object) is not null:
                    Tell(new(change.Object, null));
                    break;
            }
        }
    }

    private void Replace(IReadOnlyList<T> items)
    {
        lock (_lock)
        {
            var present = items.Select(item => (item.Metadata.Namespace, item.Metadata.Name)).ToHashSet();
            var gone = Cache.All.Where(item => !present.Contains((item.Metadata.Namespace, item.Metadata.Name))).ToList();
            foreach (var item in gone)
            {
                Cache.Remove(item);
                Tell(new(item, null));
            }

            foreach (var item in items)
            {
                Put(item);
            }
        }
    }

    private void Put(T item)
    {
        var before = Cache.Put(item);
        if (before is null || before.Metadata.ResourceVersion != item.Metadata.ResourceVersion)
        {
            Tell(new(before, item));
        }
    }

    private void Tell(ObjectChange<T> change)
    {
        // What a handler throws is a defect and none of the server's failures, of whatever type it is: the change would be lost.
        _isTelling = true;
        foreach (var handler in _handlers)
        {
            handler(change);
        }

        _isTelling = false;
    }

    private static bool IsTransient(Exception error, CancellationToken cancellationToken) => error switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => error is KubeError or KubeConfigException or HttpRequestException or IOException or TimeoutException or JsonException,
    };

    private static partial class Log
    {
        [LoggerMessage(6101, LogLevel.Debug, "Listed {Route}: {Count} objects at version {Version}")]
        public static partial void Listed(ILogger logger, KubeRoute route, int count, string version);

        [LoggerMessage(6102, LogLevel.Debug, "Version of {Route} is of no use, listing anew: {Reason}")]
        public static partial void Expired(ILogger logger, KubeRoute route, string reason);

        [LoggerMessage(6103, LogLevel.Warning, "Cannot follow {Route}, trying again in {Wait}: {Reason}")]
        public static partial void Failed(ILogger logger, KubeRoute route, TimeSpan wait, string reason);

        [LoggerMessage(6104, LogLevel.Debug, "Stopped following {Route}")]
        public static partial void Stopped(ILogger logger, KubeRoute route);
    }
}

using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Targeting;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Control;

/// <summary>
/// The recommender while it leads: knows nothing at first but what checkpoints or Prometheus say, takes usage in once an interval, and
/// looks at every autoscaler then, and at once when something about it changes or one of its containers runs out of memory.
/// </summary>
internal sealed partial class VerticalLoop
{
    private static readonly ObjectKey Kills = new("", "Kills", "", "out-of-memory kills");
    private static readonly TimeSpan CollectionInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestBeginning = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(5);

    private readonly VerticalLoopParts _parts;
    private readonly WorkQueue _queue;
    private readonly ControlLoop _loop;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private DateTimeOffset _collected;

    /// <summary>Puts the loop together.</summary>
    public VerticalLoop(VerticalLoopParts parts, WorkQueue queue, ControlLoopServices services, ILogger<VerticalLoop> logger)
    {
        (_parts, _queue, _time, _logger) = (parts, queue, services.Time, logger);
        var options = new ControlLoopOptions { Workers = parts.Options.Workers, RequeueAfterTerminal = parts.Options.Interval };
        _loop = new("vertical", _queue, ReconcileAsync, options, services);
    }

    /// <summary>What is to run whoever leads.</summary>
    public IReadOnlyList<NamedLoop> Loops => [_parts.Observer.Loop];

    /// <summary>Begins to hear of what changes in the cluster; to be called once.</summary>
    public void Subscribe(VerticalCaches caches, VerticalBook book)
    {
        caches.Pods.Subscribe(_parts.Usage.PodChanged);
        caches.Pods.Subscribe(_parts.Observer.PodChanged);
        caches.Checkpoints.Subscribe(change => _queue.Add(_parts.Index.Apply(change)));
        caches.Autoscalers.Subscribe(AutoscalerChanged);
        caches.Targets.Subscribe(TargetChanged);
        _parts.Observer.Seen += () => _queue.Add(Kills);
        book.Changed += _queue.Add;
    }

    /// <summary>Recommends until cancelled; checkpoints are written a last time when the process is to end, but not when another leads.</summary>
    public async Task RunAsync(CancellationToken cancellationToken, CancellationToken ending)
    {
        try
        {
            await BeginAsync(cancellationToken);
            List<NamedLoop> loops = [new("the recommender", _loop.RunAsync), new("the intake of usage", TakeInAsync)];
            if (_parts.WritesCheckpoints)
            {
                loops.Add(new("the keeping of checkpoints", _parts.Checkpoints.RunAsync));
            }

            await Together.RunAsync(loops, cancellationToken);
        }
        catch (Exception stop) when (cancellationToken.IsCancellationRequested && ControlLoopOptions.Classify(stop) == FailureKind.Transient)
        {
            // A request that is cancelled does not always say so itself.
            Log.Stopped(_logger);
        }

        if (ending.IsCancellationRequested && _parts.WritesCheckpoints)
        {
            await _parts.Checkpoints.WriteAllAsync(LastWrite, CancellationToken.None);
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        _parts.Usage.Reset();
        _parts.Reconciler.Begin();
        _collected = _time.GetUtcNow();
        await TrackAllAsync(cancellationToken);
        await _parts.Past.FeedAsync(cancellationToken);
    }

    // Targets that the API does not answer about must not keep the others waiting: with checkpoints, what is not tracked by then is
    // tracked and restored when it is looked at. Prometheus' history is read but once, for what is tracked.
    private async Task TrackAllAsync(CancellationToken cancellationToken)
    {
        var limit = _parts.Options.Storage == VerticalStorage.Checkpoint ? LongestBeginning : Timeout.InfiniteTimeSpan;
        using var deadline = new CancellationTokenSource(limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await Parallel.ForEachAsync(
                _parts.Sight.Keys.ToList(),
                new ParallelOptions { MaxDegreeOfParallelism = _parts.Options.Workers, CancellationToken = both.Token },
                async (key, token) => await TrackAsync(key, token));
        }
        catch (Exception) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Log.NotAllTracked(_logger, limit);
        }
    }

    private async Task TrackAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        try
        {
            if (_parts.Sight.Find(key) is { } vpa)
            {
                await _parts.Reconciler.TrackAsync(key, vpa, cancellationToken);
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // It is tracked when it is looked at, which tries again.
            Log.NotTracked(_logger, key, failure.Message);
        }
    }

    private async Task TakeInAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var next = Task.Delay(_parts.Options.Interval, _time, cancellationToken);
                _parts.Feeder.FeedAll();
                _queue.Add(Kills);
                Collect();
                foreach (var key in _parts.Sight.Keys)
                {
                    _queue.Add(key);
                }

                await next;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(_logger);
        }
    }

    private Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (key != Kills)
        {
            return _parts.Reconciler.ReconcileAsync(key, cancellationToken);
        }

        foreach (var vpa in _parts.Feeder.TakeKills(_parts.Store.KillsKnownUntil))
        {
            _parts.Checkpoints.Hurry(vpa);
            _queue.Add(vpa);
        }

        return Task.FromResult(ReconcileResult.Done);
    }

    private void Collect()
    {
        var now = _time.GetUtcNow();
        if (now - _collected < CollectionInterval)
        {
            return;
        }

        _collected = now;
        var forgotten = _parts.Usage.Use(model => model.Collect(now));
        _parts.Targets.Collect();
        Log.Collected(_logger, forgotten);
    }

    // One of its status alone wakes nobody, since we wrote it ourselves.
    private void AutoscalerChanged(ObjectChange<VerticalPodAutoscaler> change)
    {
        var (before, after) = (change.Before?.Metadata, change.After?.Metadata);
        if (before is null || after is null || before.Generation != after.Generation || before.Uid != after.Uid || !SameAnnotations(before.Annotations, after.Annotations))
        {
            _queue.Add(VerticalSight.KeyOf(change.Object));
        }
    }

    private void TargetChanged(ControllerReference target)
    {
        foreach (var key in _parts.Sight.KeysOf(target))
        {
            _queue.Add(key);
        }
    }

    private static bool SameAnnotations(IReadOnlyDictionary<string, string>? one, IReadOnlyDictionary<string, string>? other) =>
        (one?.Count ?? 0) == (other?.Count ?? 0)
        && (one is null || one.All(pair => other is not null && other.TryGetValue(pair.Key, out var value) && value == pair.Value));

    private static partial class Log
    {
        [LoggerMessage(3010, LogLevel.Debug, "Stopped recommending")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(3011, LogLevel.Warning, "Cannot find the pods of {Key} yet: {Reason}")]
        public static partial void NotTracked(ILogger logger, ObjectKey key, string reason);

        [LoggerMessage(3012, LogLevel.Debug, "Forgot the usage of {Containers} containers")]
        public static partial void Collected(ILogger logger, int containers);

        [LoggerMessage(3013, LogLevel.Warning, "Not all pods could be found within {Limit}; those of the other autoscalers are when these are looked at")]
        public static partial void NotAllTracked(ILogger logger, TimeSpan limit);
    }
}

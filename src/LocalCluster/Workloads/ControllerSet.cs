using System.Threading.Channels;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;
using Microsoft.Extensions.Logging;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>Runs controllers: changes of the store become keys in each one's work queue, and a control loop works them off.</summary>
internal sealed partial class ControllerSet(IReadOnlyList<IController> controllers, ClusterObjects objects, ControlLoopServices services) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<IDisposable> _subscriptions = [];
    private readonly List<WorkQueue> _queues = [];
    private readonly List<Task> _running = [];
    private readonly List<WatchedController> _watched = [];
    private readonly Lock _lock = new();

    /// <summary>Begins to work; the present objects count as changes.</summary>
    public void Start()
    {
        foreach (var controller in controllers)
        {
            var queue = new WorkQueue(services.Time);
            var changes = Channel.CreateUnbounded<(Watch Watch, StoreEvent Change)>(new UnboundedChannelOptions { SingleReader = true });
            var watched = new WatchedController(controller, changes.Writer);
            controller.Watches.ToList().ForEach(watch => Follow(watched, watch));
            _watched.Add(watched);
            var loop = new ControlLoop(
                controller.Name,
                queue,
                async (key, cancellationToken) => new ReconcileResult(await controller.ReconcileAsync(key, cancellationToken)),
                new ControlLoopOptions { Classifier = Classify },
                services);
            foreach (var key in controller.Start)
            {
                queue.Add(key);
            }

            _queues.Add(queue);
            _running.Add(PumpAsync(changes.Reader, queue));
            _running.Add(loop.RunAsync(_stop.Token));
        }

        objects.Registry.Changed += FollowCustom;
        FollowCustom();
    }

    // Kinds that came later; those that went keep their (silent) subscription, in case they come again.
    private void FollowCustom()
    {
        lock (_lock)
        {
            foreach (var watched in _watched)
            {
                foreach (var watch in watched.Controller.Watches.Where(watch => watch.Kind.Custom is not null && watched.Custom.Add((watch.Kind.Group, watch.Kind.Kind))))
                {
                    Follow(watched, watch);
                }
            }
        }
    }

    private void Follow(WatchedController watched, Watch watch)
    {
        _subscriptions.Add(objects.Api.Subscribe(watch.Kind, change => watched.Changes.TryWrite((watch, change))));
        foreach (var present in objects.List(watch.Kind, null))
        {
            var added = new StoreEvent("ADDED", watch.Kind, new StoredObject(present.Copy(), present.Version()), null);
            watched.Changes.TryWrite((watch, added));
        }
    }

    /// <summary>Stops taking changes and waits for what is being worked on.</summary>
    public async ValueTask DisposeAsync()
    {
        objects.Registry.Changed -= FollowCustom;
        lock (_lock)
        {
            _watched.Clear();
        }

        _subscriptions.ForEach(subscription => subscription.Dispose());
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        _queues.ForEach(queue => queue.Dispose());
        _stop.Dispose();
    }

    /// <summary>Keys are found off the store's lock: some watches look at other objects to find them.</summary>
    private async Task PumpAsync(ChannelReader<(Watch Watch, StoreEvent Change)> changes, WorkQueue queue)
    {
        try
        {
            await foreach (var (watch, change) in changes.ReadAllAsync(_stop.Token))
            {
                Wake(watch, change, queue);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>One odd object must not silence the controller: a change whose keys cannot be told is passed over.</summary>
    private void Wake(Watch watch, StoreEvent change, WorkQueue queue)
    {
        try
        {
            foreach (var key in watch.Keys(change))
            {
                queue.Add(key);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Log.PassedOver(services.Logger, change.Type, watch.Kind.Kind, change.Object.Name(), failure);
        }
    }

    private static FailureKind Classify(Exception failure) => failure switch
    {
        ApiError { Reason: "Conflict" or "AlreadyExists" or "NotFound" } => FailureKind.Conflict,
        ApiError => FailureKind.Transient,
        _ => ControlLoopOptions.Classify(failure),
    };

    private sealed record WatchedController(IController Controller, ChannelWriter<(Watch Watch, StoreEvent Change)> Changes)
    {
        public HashSet<(string Group, string Kind)> Custom { get; } = [];
    }

    private static partial class Log
    {
        [LoggerMessage(7100, LogLevel.Error, "A change ({Type}) of {Kind} {Name} woke nobody")]
        public static partial void PassedOver(ILogger logger, string type, string kind, string name, Exception failure);
    }
}

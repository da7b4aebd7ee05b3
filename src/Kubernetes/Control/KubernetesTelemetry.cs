using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Autoscale.Kubernetes.Control;

/// <summary>The instruments of the meter Autoscale.Kubernetes: queues, reconciles and events.</summary>
public sealed class KubernetesTelemetry
{
    private readonly ConcurrentDictionary<QueueDepth, byte> _queues = new();
    private readonly Histogram<double> _reconciles;
    private readonly Counter<long> _events;

    /// <summary>Creates the instruments.</summary>
    public KubernetesTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create("Autoscale.Kubernetes");
        meter.CreateObservableGauge("autoscale.queue.depth", Depths, "{key}", "Keys that wait to be worked on, by queue.");
        _reconciles = meter.CreateHistogram<double>(
            "autoscale.reconcile.duration", "s", "How long reconciles took, by loop and outcome (success, conflict, transient, terminal, canceled).");
        _events = meter.CreateCounter<long>("autoscale.events", "{event}", "Events, by outcome (created, counted, suppressed, dropped).");
    }

    /// <summary>Reports how many keys wait in a queue until the result is disposed.</summary>
    public IDisposable ObserveQueue(string queue, Func<int> depth)
    {
        var observed = new QueueDepth(queue, depth, gone => _queues.TryRemove(gone, out _));
        _queues.TryAdd(observed, 0);
        return observed;
    }

    /// <summary>Records one reconcile.</summary>
    public void Reconciled(string loop, string outcome, TimeSpan duration) =>
        _reconciles.Record(duration.TotalSeconds, new("loop", loop), new("outcome", outcome));

    /// <summary>Counts what became of an event.</summary>
    public void EventHandled(string outcome) => _events.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    private IEnumerable<Measurement<int>> Depths() => _queues.Keys.Select(queue => queue.Measure());

    private sealed class QueueDepth(string queue, Func<int> depth, Action<QueueDepth> remove) : IDisposable
    {
        public Measurement<int> Measure() => new(depth(), new KeyValuePair<string, object?>("queue", queue));

        public void Dispose() => remove(this);
    }
}

using Autoscale.Kubernetes.Control;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Runs the sources that are declared in the cluster. Every replica reads all of them, so that each can serve and decide at any moment;
/// the one that leads writes their statuses and events.
/// </summary>
public sealed class MetricSourceController
{
    private readonly DeclaredSources _sources;
    private readonly SecretWatches _secrets;
    private readonly MetricSourceReconciler _reconciler;
    private readonly StatusWriting _statuses;
    private readonly EventRecorder _events;
    private readonly WorkQueue _queue;
    private readonly ControlLoop _loop;

    internal MetricSourceController(MetricSourceParts parts)
    {
        (_sources, _secrets, _reconciler, _statuses) = (parts.Sources, parts.Secrets, parts.Reconciler, parts.Statuses);
        (_events, _queue, _loop) = (parts.Events, parts.Queue, parts.Loop);
    }

    /// <summary>Whether it is known which sources are declared; also where the cluster has no definition of them.</summary>
    public bool IsReady => _sources.IsKnown;

    /// <summary>
    /// Works until cancelled, to be called once; statuses are written while the condition holds, mostly that this process leads. Throws
    /// <see cref="LoopEndedException"/> when a part of it ends.
    /// </summary>
    public async Task RunAsync(Func<bool> writesStatus, CancellationToken cancellationToken)
    {
        _statuses.IsMine = writesStatus;
        _sources.Subscribe(_queue.Add);
        _secrets.Changed = _queue.Add;
        _reconciler.HealthChanged = _queue.Add;
        NamedLoop[] loops =
        [
            .. _sources.Loops,
            new("the watches of secrets", _secrets.RunAsync),
            new("the recorder of events", _events.RunAsync),
            new("the metric sources", ReconcileAsync),
        ];
        await using (_reconciler)
        {
            await Together.RunAsync(loops, cancellationToken);
        }
    }

    // Who knows only some of the sources does not know who owns which name.
    private async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _sources.WaitUntilKnownAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        await _loop.RunAsync(cancellationToken);
    }
}

using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Control;

/// <summary>Runs the updater: its caches and events always, its rounds while leading.</summary>
internal sealed class UpdateLoop
{
    private readonly UpdateTools _tools;
    private readonly Informer<HorizontalPodAutoscaler> _horizontals;
    private readonly PodWriter _writer;
    private readonly WorkQueue _queue;
    private readonly ControlLoop _loop;

    /// <summary>Puts the parts together.</summary>
    public UpdateLoop(
        UpdateTools tools, PodUpdater updater, PodWriter writer, Informer<HorizontalPodAutoscaler> horizontals, ControlLoopServices services)
    {
        (_tools, _writer, _horizontals, _queue) = (tools, writer, horizontals, new(services.Time));
        _loop = new("vertical-updater", _queue, updater.ReconcileAsync, new() { RequeueAfterTerminal = tools.Updater.Interval }, services);
    }

    /// <summary>Whether it is known which horizontal autoscalers there are.</summary>
    public bool IsKnown => _horizontals.HasSynced;

    /// <summary>What is to run whoever leads.</summary>
    public IReadOnlyList<NamedLoop> Loops =>
    [
        new("the informer of horizontal autoscalers", _horizontals.RunAsync),
        new("the recorder of updates", _writer.RunAsync),
    ];

    /// <summary>Listens for what makes a round urgent; to be called once.</summary>
    public void Subscribe()
    {
        var waking = new UpdateWaking(_queue, _tools.Time);
        _tools.Caches.Pods.Subscribe(waking.PodChanged);
        _tools.Caches.Autoscalers.Subscribe(waking.AutoscalerChanged);
    }

    /// <summary>Makes rounds until cancelled, once all that they need is known.</summary>
    public async Task LeadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _horizontals.WaitForSyncAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        _queue.Add(UpdateWaking.KeyOf(""));
        await _loop.RunAsync(cancellationToken);
    }
}

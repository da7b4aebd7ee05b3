using Microsoft.Extensions.Logging;

namespace Autoscale.Kubernetes.Control;

/// <summary>
/// Takes keys from a work queue and calls a reconciler for each, several at a time but never twice for one key. What the
/// reconciler throws ends here: a conflict is retried at once, a transient failure after a wait, a terminal one is logged.
/// </summary>
public sealed partial class ControlLoop(
    string name,
    WorkQueue queue,
    Func<ObjectKey, CancellationToken, Task<ReconcileResult>> reconcile,
    ControlLoopOptions options,
    ControlLoopServices services)
{
    private readonly TimeProvider _time = services.Time;
    private readonly ILogger _logger = services.Logger;

    /// <summary>The name of the loop in logs and telemetry.</summary>
    public string Name { get; } = name;

    /// <summary>Works until cancelled; returns when the last reconcile has ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var depth = services.Telemetry.ObserveQueue(Name, () => queue.Count);
        Log.Started(_logger, Name, options.Workers);
        var workers = Enumerable.Range(0, options.Workers).Select(_ => Task.Run(() => WorkAsync(cancellationToken), CancellationToken.None));
        await Task.WhenAll(workers);
        Log.Stopped(_logger, Name);
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                // A queue that is never empty would otherwise be worked on after the end.
                cancellationToken.ThrowIfCancellationRequested();
                var key = await queue.TakeAsync(cancellationToken);
                await ReconcileAsync(key, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.WorkerStopped(_logger, Name);
        }
    }

    private async Task ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var outcome = "canceled";
        try
        {
            var result = await reconcile(key, cancellationToken);
            Succeeded(key, result);
            outcome = "success";
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            outcome = Failed(key, failure);
        }
        finally
        {
            services.Telemetry.Reconciled(Name, outcome, _time.GetElapsedTime(start));
            queue.Done(key);
        }
    }

    private void Succeeded(ObjectKey key, ReconcileResult result)
    {
        queue.Forget(key);
        if (result.RequeueAfter is { } delay)
        {
            queue.AddAfter(key, delay);
        }
    }

    private string Failed(ObjectKey key, Exception failure)
    {
        switch (options.Classifier(failure))
        {
            case FailureKind.Conflict:
                RetryConflict(key, failure);
                return "conflict";
            case FailureKind.Transient:
                Log.Transient(_logger, Name, key, failure.Message, queue.Retry(key));
                return "transient";
            default:
                GiveUp(key, failure);
                return "terminal";
        }
    }

    // The first time at once; who loses again and again waits, or two writers would keep each other busy.
    private void RetryConflict(ObjectKey key, Exception failure)
    {
        var isFirst = queue.Failures(key) == 0;
        var wait = queue.CountFailure(key);
        wait = isFirst ? TimeSpan.Zero : wait;
        queue.AddAfter(key, wait);
        Log.Conflict(_logger, Name, key, failure.Message, wait);
    }

    private void GiveUp(ObjectKey key, Exception failure)
    {
        Log.Terminal(_logger, Name, key, failure);
        queue.Forget(key);
        if (options.RequeueAfterTerminal is { } delay)
        {
            queue.AddAfter(key, delay);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6201, LogLevel.Debug, "Started {Loop} with {Workers} workers")]
        public static partial void Started(ILogger logger, string loop, int workers);

        [LoggerMessage(6202, LogLevel.Debug, "Stopped {Loop}")]
        public static partial void Stopped(ILogger logger, string loop);

        [LoggerMessage(6203, LogLevel.Trace, "A worker of {Loop} stopped")]
        public static partial void WorkerStopped(ILogger logger, string loop);

        [LoggerMessage(6204, LogLevel.Debug, "{Loop} lost a race for {Key}, trying again in {Wait}: {Reason}")]
        public static partial void Conflict(ILogger logger, string loop, ObjectKey key, string reason, TimeSpan wait);

        [LoggerMessage(6205, LogLevel.Warning, "{Loop} failed for {Key}, trying again in {Wait}: {Reason}")]
        public static partial void Transient(ILogger logger, string loop, ObjectKey key, string reason, TimeSpan wait);

        [LoggerMessage(6206, LogLevel.Error, "{Loop} failed for {Key} and does not try again by itself")]
        public static partial void Terminal(ILogger logger, string loop, ObjectKey key, Exception failure);
    }
}

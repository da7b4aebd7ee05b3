using System.Threading.Channels;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Kubernetes.Control;

/// <summary>
/// Records events of one source without making the caller wait: they are correlated and written by <see cref="RunAsync"/>, in
/// order; while the server does not answer they are held, up to a thousand, and further ones are dropped, as client-go does.
/// </summary>
public sealed partial class EventRecorder(
    EventSource source, EventSink sink, TimeProvider time, KubernetesTelemetry telemetry, ILogger<EventRecorder> logger)
{
    private const int MostQueued = 1000;
    private const int MostTries = 12;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);

    private readonly EventCorrelator _correlator = new();
    private readonly Channel<(ObjectReference Involved, EventNote Note, DateTimeOffset At)> _queue =
        Channel.CreateBounded<(ObjectReference Involved, EventNote Note, DateTimeOffset At)>(MostQueued);

    /// <summary>Records that something happened to an object now.</summary>
    public void Record(ObjectReference involved, EventNote note)
    {
        if (!_queue.Writer.TryWrite((involved, note, time.GetUtcNow())))
        {
            Drop(involved, note, "too many events wait to be written");
        }
    }

    /// <summary>Writes events until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (involved, note, at) in _queue.Reader.ReadAllAsync(cancellationToken))
            {
                await WriteAsync(_correlator.Correlate(source, involved, note, at), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(logger, _queue.Reader.Count);
        }
    }

    private async Task WriteAsync(EventDecision decision, CancellationToken cancellationToken)
    {
        if (decision.Action == EventAction.Suppress)
        {
            telemetry.EventHandled("suppressed");
            return;
        }

        for (var tries = 1; !await TryWriteAsync(decision, tries, cancellationToken); tries++)
        {
            await Task.Delay(RetryInterval, time, cancellationToken);
        }
    }

    // True when the event is written or given up, false when another try may help.
    private async Task<bool> TryWriteAsync(EventDecision decision, int tries, CancellationToken cancellationToken)
    {
        var (action, written) = decision;
        try
        {
            if (action == EventAction.Count && await sink.CountAsync(written, cancellationToken))
            {
                telemetry.EventHandled("counted");
                return true;
            }

            await sink.CreateAsync(written, cancellationToken);
            telemetry.EventHandled("created");
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (ControlLoopOptions.Classify(failure) == FailureKind.Transient && tries < MostTries)
            {
                Log.Retrying(logger, written.Metadata.Name, RetryInterval, failure.Message);
                return false;
            }

            Drop(written.InvolvedObject, new(written.Type, written.Reason, written.Message), failure.Message);
            return true;
        }
    }

    private void Drop(ObjectReference involved, EventNote note, string reason)
    {
        telemetry.EventHandled("dropped");
        Log.Dropped(logger, note.Reason, note.Message, $"{involved.Namespace}/{involved.Name}", reason);
    }

    private static partial class Log
    {
        [LoggerMessage(6301, LogLevel.Debug, "Stopped writing events, {Left} not written")]
        public static partial void Stopped(ILogger logger, int left);

        [LoggerMessage(6302, LogLevel.Warning, "Cannot write the event {Name}, trying again in {Wait}: {Reason}")]
        public static partial void Retrying(ILogger logger, string name, TimeSpan wait, string reason);

        [LoggerMessage(6303, LogLevel.Warning, "Dropped the event {EventReason} ({EventMessage}) of {Involved}: {Reason}")]
        public static partial void Dropped(ILogger logger, string eventReason, string eventMessage, string involved, string reason);
    }
}

using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Hpa.Control;

/// <summary>Tells a decision to all who want to know: the object's status, its events, the log, the book and the instruments.</summary>
public sealed partial class DecisionTeller(
    ScaleClient scales, EventRecorder events, HpaTelemetry telemetry, HorizontalOptions options, ILogger<DecisionTeller> logger)
{
    private bool IsActive => options.Mode == HorizontalMode.Active;

    /// <summary>Forgets an autoscaler that is gone.</summary>
    public void Forget(ObjectKey key) => telemetry.Book.Forget(key);

    /// <summary>Records how long a decision and its whole reconciliation took.</summary>
    public void Measured(HpaReport report, ReplicaDecision decision, TimeSpan deciding, TimeSpan whole) =>
        telemetry.Reconciled(report, decision, deciding, whole);

    /// <summary>Writes the decision into the book alone.</summary>
    public void Note(Telling told) => telemetry.Book.Write(
        new(told.Key, told.Time, told.Facts.Plan.Spec.ScaleTargetRef, told.Decision, told.Report.Status, told.Report.Error, !IsActive));

    internal async Task TellAsync(Telling told, HpaMemory memory, CancellationToken cancellationToken)
    {
        var report = told.Report;
        Note(told);
        if (IsActive || options.EventsWhileObserving)
        {
            foreach (var note in report.Events)
            {
                events.Record(ReferenceTo(told.Facts.Hpa), note);
            }
        }

        if (IsActive && report.StatusChanged)
        {
            await WriteStatusAsync(told, memory, cancellationToken);
        }

        LogDecision(told);
    }

    private async Task WriteStatusAsync(Telling told, HpaMemory memory, CancellationToken cancellationToken)
    {
        try
        {
            memory.Wrote(await scales.WriteStatusAsync(told.Facts.Hpa, told.Report.Status, cancellationToken));
        }
        catch (KubeError refused)
        {
            events.Record(ReferenceTo(told.Facts.Hpa), EventNote.Warning("FailedUpdateStatus", refused.Message));
            Log.StatusRefused(logger, told.Key, refused.Message);
        }
    }

    private void LogDecision(Telling told)
    {
        var decision = told.Decision;
        if (told.Report is { StatusChanged: true, Error: { } error })
        {
            Log.Failed(logger, told.Key, error);
        }

        if (IsActive && told.Report.AbsenceNews is { } news)
        {
            Log.Absent(logger, told.Key, news.Reason ?? "", news.Message ?? "");
        }

        if (decision.Rescales)
        {
            Log.Rescaled(logger, told.Key, decision.Current, decision.Desired, decision.ReasonText, IsActive ? "" : " (observing)");
        }
        else
        {
            Log.Unchanged(logger, told.Key, decision.Current, decision.Outcome);
        }
    }

    private static ObjectReference ReferenceTo(HorizontalPodAutoscaler hpa) => new()
    {
        Kind = "HorizontalPodAutoscaler",
        ApiVersion = "autoscaling/v2",
        Namespace = hpa.Metadata.Namespace,
        Name = hpa.Metadata.Name,
        Uid = hpa.Metadata.Uid,
        ResourceVersion = hpa.Metadata.ResourceVersion,
    };

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Information, "Rescaled {Key} from {Current} to {Desired}: {Reason}{Mode}")]
        public static partial void Rescaled(ILogger logger, ObjectKey key, int current, int desired, string reason, string mode);

        [LoggerMessage(2002, LogLevel.Debug, "Left {Key} at {Current}: {Outcome}")]
        public static partial void Unchanged(ILogger logger, ObjectKey key, int current, DecisionOutcome outcome);

        [LoggerMessage(2003, LogLevel.Warning, "Could not decide for {Key} as it should be: {Error}")]
        public static partial void Failed(ILogger logger, ObjectKey key, string error);

        [LoggerMessage(2005, LogLevel.Warning, "On absent metrics of {Key}: {Reason}: {Message}")]
        public static partial void Absent(ILogger logger, ObjectKey key, string reason, string message);

        [LoggerMessage(2004, LogLevel.Warning, "The API refused the status of {Key}: {Reason}")]
        public static partial void StatusRefused(ILogger logger, ObjectKey key, string reason);
    }
}

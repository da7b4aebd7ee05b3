using System.Text.Json;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Patching;
using Autoscale.Vpa.Updating;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Control;

/// <summary>Evicts and resizes pods, and tells so by events in upstream's words.</summary>
internal sealed partial class PodWriter(KubeClient client, EventRecorder events, ILogger<PodWriter> logger)
{
    private const int Unprocessable = 422;

    /// <summary>Writes events until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => events.RunAsync(cancellationToken);

    /// <summary>Carries a decision out; says what the API made of it, and its words where it said no.</summary>
    public async Task<(StepOutcome Outcome, string Refusal)> CarryOutAsync(
        VerticalPodAutoscaler vpa, UpdateDecision decision, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pod = decision.Candidate.Pod;
        try
        {
            await (decision.Action == UpdateAction.Evict
                ? EvictAsync(vpa, pod, cancellationToken)
                : ResizeAsync(vpa, decision.Candidate, now, cancellationToken));
            return (StepOutcome.Done, "");
        }
        catch (KubeError error)
        {
            return (OutcomeOf(error, decision), $"{error.Code}: {error.Message}");
        }
        catch (Exception failure) when (
            !cancellationToken.IsCancellationRequested && ControlLoopOptions.Classify(failure) == FailureKind.Transient)
        {
            return (StepOutcome.Failed, failure.Message);
        }
    }

    // A pod that is gone, or that another one stands for by now, needs nothing any more.
    private static StepOutcome OutcomeOf(KubeError error, UpdateDecision decision) =>
        (error.IsNotFound && error.Details?.Name == decision.Candidate.Pod.Metadata.Name) || (error.IsConflict && decision.Action == UpdateAction.Evict) ? StepOutcome.Untried
        : IsOfAnotherPod(error) ? StepOutcome.Untried
        : error.IsConflict || (error.IsTransient && decision.Action != UpdateAction.Evict) ? StepOutcome.Failed
        : StepOutcome.Refused;

    // Ours add to what is there, so that only the test of the uid can fail; what is invalid is refused with the name of the pod.
    private static bool IsOfAnotherPod(KubeError error) => error is { Code: Unprocessable, Reason: "Invalid" } && error.Details?.Name is not { Length: > 0 };

    private async Task EvictAsync(VerticalPodAutoscaler vpa, Pod pod, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(PodEviction.Of(pod), VpaJson.Default.PodEviction);
        await client.CreateRawAsync(RouteOf(pod).Sub("eviction"), body, cancellationToken);
        events.Record(ReferenceTo(pod), EventNote.Normal("EvictedByVPA", "Pod was evicted by VPA Updater to apply resource recommendation."));
        events.Record(ReferenceTo(vpa), EventNote.Normal("EvictedPod", $"VPA Updater evicted Pod {pod.Metadata.Name} to apply resource recommendation."));
    }

    private async Task ResizeAsync(VerticalPodAutoscaler vpa, PodCandidate candidate, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pod = candidate.Pod;
        var resize = OfThisOne(pod, PodPatch.OfResize(pod, candidate.Desired));
        await client.PatchRawAsync(RouteOf(pod).Sub("resize"), resize, cancellationToken);
        events.Record(ReferenceTo(pod), EventNote.Normal("InPlaceResizedByVPA", "Pod was resized in place by VPA Updater."));
        try
        {
            var marks = OfThisOne(pod, ResizeMarks.Of(pod, StartupBoostEnd.Expired(pod, vpa, now)));
            await client.PatchRawAsync(RouteOf(pod), marks, cancellationToken);
        }
        catch (KubeError error)
        {
            // The resize itself is on its way; only the mark of it is missing.
            Log.NotMarked(logger, $"{pod.Metadata.Namespace}/{pod.Metadata.Name}", error.Message);
        }
    }

    // A StatefulSet makes the next pod under the name of the last.
    private static KubePatch OfThisOne(Pod pod, IEnumerable<PatchOperation> patch) =>
        KubePatch.Json(PodPatch.ToJson(patch.Prepend(PatchOperation.Test("/metadata/uid", pod.Metadata.Uid))));

    private static KubeRoute RouteOf(Pod pod) => KubeRoute.Pods.Of(pod.Metadata.Namespace, pod.Metadata.Name);

    private static ObjectReference ReferenceTo(Pod pod) => ReferenceTo("v1", "Pod", pod.Metadata);

    private static ObjectReference ReferenceTo(VerticalPodAutoscaler vpa) =>
        ReferenceTo($"{VerticalPodAutoscaler.Route.Group}/{VerticalPodAutoscaler.Route.Version}", nameof(VerticalPodAutoscaler), vpa.Metadata);

    private static ObjectReference ReferenceTo(string apiVersion, string kind, ObjectMeta metadata) => new()
    {
        ApiVersion = apiVersion,
        Kind = kind,
        Namespace = metadata.Namespace,
        Name = metadata.Name,
        Uid = metadata.Uid,
        ResourceVersion = metadata.ResourceVersion,
    };

    private static partial class Log
    {
        [LoggerMessage(3110, LogLevel.Warning, "Resized the pod {Pod}, but could not mark it: {Reason}")]
        public static partial void NotMarked(ILogger logger, string pod, string reason);
    }
}

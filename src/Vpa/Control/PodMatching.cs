using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Targeting;
using Autoscale.Vpa.Updating;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Control;

/// <summary>
/// Finds the autoscaler of a new pod, after pkg/admission-controller/resource/vpa/matcher.go: the one whose target is the pod's topmost
/// controller and selects the pod; of several the oldest.
/// </summary>
public sealed partial class PodMatching(AdmissionCaches caches, VerticalOptions vertical, VpaAdmissionOptions options, TimeProvider time, ILogger<PodMatching> logger)
{
    /// <summary>The autoscaler in charge; null where there is none that does anything at creation, and where that cannot be told in time.</summary>
    public async Task<VerticalPodAutoscaler?> FindAsync(Pod pod, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await MatchAsync(pod, both.Token);
        }
        catch (TargetException broken)
        {
            Log.Ownerless(logger, pod.Metadata.Namespace, NameOf(pod), broken.Message);
            return null;
        }
        catch (Exception failure) when (
            failure is KubeError or OperationCanceledException || ControlLoopOptions.Classify(failure) == FailureKind.Transient)
        {
            Log.Unmatched(logger, pod.Metadata.Namespace, NameOf(pod), failure.Message);
            return null;
        }
    }

    private static string NameOf(Pod pod) => pod.Metadata.Name.Length > 0 ? pod.Metadata.Name : $"{pod.Metadata.GenerateName}%";

    private async Task<VerticalPodAutoscaler?> MatchAsync(Pod pod, CancellationToken cancellationToken)
    {
        // Most pods have no owner, or no autoscaler in their namespace: nothing is asked for these.
        await caches.Autoscalers.WaitUntilKnownAsync(cancellationToken);
        var candidates = Candidates(pod.Metadata.Namespace);
        if (candidates.Count == 0 || ControllerReference.OwnerOf(pod.Metadata) is null)
        {
            return null;
        }

        await caches.WaitUntilKnownAsync(cancellationToken);
        if (await caches.Targets.ControllerOfAsync(pod, cancellationToken) is not { } controller)
        {
            return null;
        }

        foreach (var vpa in candidates.Where(vpa => Names(vpa, controller)).Order(VpaOrder.Comparer))
        {
            var selection = await caches.Targets.SelectAsync(vpa, cancellationToken);
            if (selection.Selector.Matches(pod.Metadata.Labels))
            {
                Log.Matched(logger, pod.Metadata.Namespace, NameOf(pod), vpa.Metadata.Name);
                return vpa;
            }
        }

        return null;
    }

    private List<VerticalPodAutoscaler> Candidates(string @namespace) =>
        vertical.Covers(@namespace) ? [.. caches.Autoscalers.Cache.InNamespace(@namespace).Where(ActsAtCreation)] : [];

    private bool ActsAtCreation(VerticalPodAutoscaler vpa) =>
        UpdateModes.Of(vpa) != UpdateModes.Off || (options.AllowsStartupBoost && StartupBoostEnd.IsAskedFor(vpa));

    private static bool Names(VerticalPodAutoscaler vpa, ControllerReference controller) =>
        vpa.Spec.TargetRef is { } target && ControllerReference.Of(vpa.Metadata.Namespace, target).IsSameObject(controller);

    private static partial class Log
    {
        [LoggerMessage(3210, LogLevel.Debug, "Pod {Namespace}/{Pod} is given what the autoscaler {Autoscaler} recommends")]
        public static partial void Matched(ILogger logger, string @namespace, string pod, string autoscaler);

        [LoggerMessage(3211, LogLevel.Debug, "Pod {Namespace}/{Pod} is admitted as it is, since its controller cannot be found: {Reason}")]
        public static partial void Ownerless(ILogger logger, string @namespace, string pod, string reason);

        [LoggerMessage(3212, LogLevel.Warning, "Pod {Namespace}/{Pod} is admitted as it is, since its autoscaler could not be told: {Reason}")]
        public static partial void Unmatched(ILogger logger, string @namespace, string pod, string reason);
    }
}

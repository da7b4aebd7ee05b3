using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Targeting;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Control;

/// <summary>Looks at one autoscaler: finds its pods, recommends from what is known of their usage, and writes what of its status has changed.</summary>
internal sealed partial class VerticalReconciler(
    VerticalSight sight, PastUsage past, UsageFeeder feeder, VerticalOutlet outlet, ILogger<VerticalReconciler> logger)
{
    /// <summary>Reconciles the autoscaler of the key; it is looked at again when usage has come in, or something changes.</summary>
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (sight.Find(key) is not { } vpa)
        {
            Forget(key);
            return ReconcileResult.Done;
        }

        var (selection, isNew) = await TrackAsync(key, vpa, cancellationToken);
        if (isNew)
        {
            feeder.Feed([.. sight.PodsOf(key).Select(entry => entry.Value)]);
        }

        var (next, recommendation) = Decide(key, vpa, selection);
        outlet.Note(key, vpa, next, sight.PodsOf(key).Length);
        outlet.Measure(vpa, recommendation);
        if (outlet.IsActive && RecommendationStatus.Differs(vpa.Status, next))
        {
            await outlet.WriteAsync(vpa, next, cancellationToken);
            Log.Written(logger, key, next.Recommendation?.ContainerRecommendations.Count ?? 0);
        }

        return ReconcileResult.Done;
    }

    /// <summary>Forgets what was recommended while we led before: the statuses tell what others have recommended since.</summary>
    public void Begin() => outlet.ForgetNotes();

    /// <summary>Finds the pods of an autoscaler, and takes in what is known of their past usage.</summary>
    public async Task<(TargetSelection Selection, bool IsNew)> TrackAsync(ObjectKey key, VerticalPodAutoscaler vpa, CancellationToken cancellationToken)
    {
        var selection = await sight.SelectAsync(vpa, cancellationToken);
        var isNew = sight.Track(key, selection, vpa.Spec.ResourcePolicy, tracked => past.Restore(key, tracked));
        return (selection, isNew);
    }

    private (VpaStatus Next, PodRecommendation Recommendation) Decide(ObjectKey key, VerticalPodAutoscaler vpa, TargetSelection selection)
    {
        var pods = sight.PodsOf(key);
        var recommendation = sight.Recommend(key, vpa, outlet.PreviousOf(vpa));
        var facts = new RecommendationFacts
        {
            IsProvided = recommendation.IsProvided,
            HasPods = !pods.IsEmpty,
            Unsupported = selection.Problem,
            PolicyFaults = vpa.Spec.ResourcePolicy is null ? [] : PolicyFaults.Of(vpa, sight.ContainersOf(key), outlet.Recommender),
            Others = [.. Said(key, vpa, recommendation), .. outlet.ConditionsOf(key)],
            Withdrawn = outlet.WithdrawnTypes,
        };
        return (RecommendationStatus.Next(vpa, recommendation.Recommendation, facts, outlet.Now), recommendation);
    }

    private IEnumerable<VpaCondition> Said(ObjectKey key, VerticalPodAutoscaler vpa, PodRecommendation recommendation) =>
        new[] { past.ConditionOf(key), sight.SupersededBy(key, vpa), MissingUsage(key, recommendation) }.OfType<VpaCondition>();

    private VpaCondition? MissingUsage(ObjectKey key, PodRecommendation recommendation)
    {
        var pods = sight.PodsOf(key);
        return pods.IsEmpty || recommendation.IsProvided || pods.Any(entry => feeder.HasUsage(entry.Value)) ? null : new()
        {
            Type = OwnConditions.UsageMissing,
            Status = "True",
            Reason = "NoMetrics",
            Message = $"none of the {pods.Length} pods has usage: {feeder.Absence}",
        };
    }

    private void Forget(ObjectKey key)
    {
        sight.Forget(key);
        past.Forget(key);
        outlet.Forget(key);
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Debug, "Wrote the status of {Key}, with recommendations for {Containers} containers")]
        public static partial void Written(ILogger logger, ObjectKey key, int containers);
    }
}

using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Updating;

/// <summary>What may be disrupted of the pods of one autoscaler in one round, by controller, after upstream's pods_restriction_factory.</summary>
internal sealed class DisruptionBudget
{
    private readonly Dictionary<PodCreator, ReplicaGroup> _groups = [];
    private readonly Dictionary<PodCreator, UpdateReason> _excluded = [];

    /// <summary>Counts the live pods; the replicas are those that the controllers say, where they say any.</summary>
    public DisruptionBudget(VerticalPodAutoscaler vpa, IEnumerable<Pod> pods, IReadOnlyDictionary<PodCreator, int> replicas, UpdaterOptions options)
    {
        var required = vpa.Spec.UpdatePolicy?.MinReplicas ?? options.MinReplicas;
        var resizes = ModeActions.Resizes(UpdateModes.Of(vpa)) && (options.InPlaceSkipsDisruptionBudget || options.ResizesBelowMinReplicas);
        foreach (var group in pods.GroupBy(PodCreator.Of).Where(group => group.Key is not null))
        {
            var creator = group.Key.GetValueOrDefault();
            var live = group.ToList();
            var isBelow = live.Count < required;
            var isBoosted = isBelow && live.Any(StartupBoostEnd.IsBoosted);
            if (isBelow && !isBoosted && !resizes)
            {
                _excluded[creator] = UpdateReason.TooFewReplicas;
            }
            else if (ConfiguredOf(creator, live.Count, replicas, options) is not { } configured)
            {
                _excluded[creator] = UpdateReason.ReplicasUnknown;
            }
            else
            {
                // Upstream lets a boost of one pod lift the minimum for all of them.
                var isBound = isBelow && (resizes || !options.UpstreamQuirks);
                var running = live.Count(pod => pod.Status.Phase != "Pending");
                _groups[creator] = new(configured, running, (int)(configured * options.EvictionTolerance), isBound);
            }
        }
    }

    /// <summary>The group of a pod; null where nothing of it may be disrupted.</summary>
    public ReplicaGroup? GroupOf(Pod pod) => PodCreator.Of(pod) is { } creator ? _groups.GetValueOrDefault(creator) : null;

    /// <summary>Why a pod has no group.</summary>
    public UpdateReason WhyNot(Pod pod) =>
        PodCreator.Of(pod) is { } creator ? _excluded.GetValueOrDefault(creator, UpdateReason.NoController) : UpdateReason.NoController;

    // Jobs and custom controllers do not say how many; the pods that there are stand for it. Upstream takes custom controllers for
    // having none, so that all of their pods may go at once.
    private static int? ConfiguredOf(PodCreator creator, int live, IReadOnlyDictionary<PodCreator, int> replicas, UpdaterOptions options)
    {
        if (creator.SaysHowMany)
        {
            return replicas.TryGetValue(creator, out var said) && said != 0 ? said : null;
        }

        return creator.Kind != "Job" && options.UpstreamQuirks ? 0 : live;
    }
}

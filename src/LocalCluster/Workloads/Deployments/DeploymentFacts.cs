using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Workloads.Deployments;

/// <summary>What a rollout is decided from: the deployment, its new replica set (if there is one) and its old ones.</summary>
internal sealed record DeploymentFacts(JsonObject Source, RolloutSet? New, IReadOnlyList<RolloutSet> Old)
{
    /// <summary>Name of the deployment.</summary>
    public string Name => Source.Name();

    /// <summary>How many pods are wanted.</summary>
    public int Replicas => Source.Count("spec", "replicas", 1);

    /// <summary>Whether rollouts are held.</summary>
    public bool IsPaused => Source.IsTrue("spec", "paused");

    /// <summary>Whether old pods go before new ones come.</summary>
    public bool Recreates => Source.Text("spec", "strategy", "type") == "Recreate";

    /// <summary>How long a rollout may stand still; null when it may for ever.</summary>
    public TimeSpan? ProgressDeadline =>
        Source.Whole("spec", "progressDeadlineSeconds") is { } seconds and < int.MaxValue ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>How many old replica sets are kept for going back.</summary>
    public int HistoryLimit => Source.Count("spec", "revisionHistoryLimit", 10);

    /// <summary>Every replica set of the deployment.</summary>
    public IEnumerable<RolloutSet> All => New is null ? Old : [.. Old, New];

    /// <summary>How many pods may exist beyond those wanted, rounded up.</summary>
    public int MaxSurge => Recreates ? 0 : IntOrPercent.Resolve(Rolling("maxSurge"), Replicas, roundsUp: true);

    /// <summary>How many of those wanted may be missing, rounded down; 1 when neither this nor the surge would let a rollout move.</summary>
    public int MaxUnavailable
    {
        get
        {
            if (Recreates || Replicas == 0)
            {
                return 0;
            }

            var count = IntOrPercent.Resolve(Rolling("maxUnavailable"), Replicas, roundsUp: false);
            return Math.Min(count == 0 && MaxSurge == 0 ? 1 : count, Replicas);
        }
    }

    /// <summary>Pods that the specifications of all replica sets ask for.</summary>
    public int TotalReplicas => All.Sum(set => set.Replicas);

    /// <summary>Whether the wanted count was changed since the replica sets were last scaled.</summary>
    public bool IsScalingEvent => All.Any(set => set.Replicas > 0 && set.DesiredAtScaling is { } desired && desired != Replicas);

    private JsonNode? Rolling(string name) => Source.At("spec", "strategy", "rollingUpdate", name);
}

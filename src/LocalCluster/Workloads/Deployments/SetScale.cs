namespace Autoscale.LocalCluster.Workloads.Deployments;

/// <summary>A replica set and the count that it shall have.</summary>
internal readonly record struct SetScale(RolloutSet Set, int Replicas)
{
    /// <summary>Whether the count differs from what the set asks for.</summary>
    public bool IsChange => Set.Replicas != Replicas;

    /// <summary>The deployment's event about it.</summary>
    public string Message =>
        $"Scaled {(Replicas > Set.Replicas ? "up" : "down")} replica set {Set.Name} from {Set.Replicas} to {Replicas}";
}

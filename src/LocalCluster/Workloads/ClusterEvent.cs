namespace Autoscale.LocalCluster.Workloads;

/// <summary>What an Event says: its type (Normal or Warning), reason and message.</summary>
internal readonly record struct ClusterEvent(string Type, string Reason, string Message)
{
    /// <summary>Something went as it should.</summary>
    public static ClusterEvent Normal(string reason, string message) => new("Normal", reason, message);

    /// <summary>Something needs attention.</summary>
    public static ClusterEvent Warning(string reason, string message) => new("Warning", reason, message);
}

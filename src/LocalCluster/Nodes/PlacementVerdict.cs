namespace Autoscale.LocalCluster.Nodes;

/// <summary>Where a pod goes: the node, or "" and why there is none, in the scheduler's words.</summary>
internal readonly record struct PlacementVerdict(string Node, string Message)
{
    /// <summary>Whether a node was found.</summary>
    public bool IsPlaced => Node.Length > 0;
}

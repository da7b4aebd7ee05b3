namespace Autoscale.LocalCluster.Nodes;

/// <summary>Whether a node can give a pod what it wants now: Reason is "" for yes, else Deferred (not now) or Infeasible (never), with the kubelet's words for it.</summary>
internal readonly record struct ResizeVerdict(string Reason, string Message)
{
    private static readonly string[] Resized = ["cpu", "memory"];

    /// <summary>Whether the resize begins.</summary>
    public bool IsAccepted => Reason.Length == 0;

    /// <summary>Decides by what the node has and what its other pods hold, after the kubelet's podResizesAdmitHandler and its predicates.</summary>
    public static ResizeVerdict Decide(PodAllocation wanted, IReadOnlyDictionary<string, long> allocatable, IReadOnlyCollection<PodAllocation> others)
    {
        var requests = wanted.Requests;
        foreach (var resource in Resized.Reverse().Where(resource => requests.GetValueOrDefault(resource) > allocatable.GetValueOrDefault(resource)))
        {
            return new ResizeVerdict("Infeasible", $"Node didn't have enough capacity: {resource}, requested: {requests[resource]}, capacity: {allocatable.GetValueOrDefault(resource)}");
        }

        foreach (var resource in Resized)
        {
            var used = long.CreateSaturating(others.Aggregate(Int128.Zero, (sum, other) => sum + other.Requests.GetValueOrDefault(resource)));
            var capacity = allocatable.GetValueOrDefault(resource);
            if (requests.GetValueOrDefault(resource) is > 0 and var requested && requested > (Int128)capacity - used)
            {
                return new ResizeVerdict("Deferred", $"Node didn't have enough resource: {resource}, requested: {requested}, used: {used}, capacity: {capacity}");
            }
        }

        return new ResizeVerdict("", "");
    }
}

using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>A node as placement sees it: what it has, and what the pods on it request.</summary>
internal sealed record NodeFacts(
    string Name,
    IReadOnlyDictionary<string, long> Allocatable,
    IReadOnlyDictionary<string, long> Requested,
    int PodCount)
{
    /// <summary>Whether it was cordoned off.</summary>
    public bool IsUnschedulable { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Its taints that keep pods away (NoSchedule and NoExecute).</summary>
    public IReadOnlyList<NodeTaint> Taints { get; init; } = [];

    /// <summary>Reads a stored node and the pods that are placed on it.</summary>
    public static NodeFacts From(JsonObject node, IEnumerable<JsonObject> pods)
    {
        var requested = new Dictionary<string, long>();
        var count = 0;
        foreach (var pod in pods)
        {
            count++;
            foreach (var (resource, amount) in PodNeeds.Held(pod))
            {
                requested[resource] = Sum(requested.GetValueOrDefault(resource), amount);
            }
        }

        return new NodeFacts(node.Name(), PodNeeds.Amounts(node.At("status", "allocatable")), requested, count)
        {
            IsUnschedulable = node.IsTrue("spec", "unschedulable"),
            Labels = node.Labels(),
            Taints = [.. node.Objects("spec", "taints")
                .Where(taint => taint.Text("effect") is "NoSchedule" or "NoExecute")
                .Select(taint => new NodeTaint(taint.Text("key"), taint.Text("value"), taint.Text("effect")))],
        };
    }

    /// <summary>What the node has left of a resource.</summary>
    public long Free(string resource) => Sum(Allocatable.GetValueOrDefault(resource), -Math.Max(0, Requested.GetValueOrDefault(resource)));

    // Pods that name their node themselves may ask for more than there are numbers.
    private static long Sum(long before, long amount) => long.CreateSaturating((Int128)before + amount);
}

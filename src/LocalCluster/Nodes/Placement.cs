using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>Chooses the node of a pod by its requests: of the nodes that fit, the one that is least allocated afterwards.</summary>
internal static class Placement
{
    private const string NoVictims = "No preemption victims found for incoming pod";
    private const string NotHelpful = "Preemption is not helpful for scheduling";

    /// <summary>The node for the pod, or the scheduler's message about why none fits.</summary>
    public static PlacementVerdict Decide(JsonObject pod, IReadOnlyList<NodeFacts> nodes)
    {
        if (nodes.Count == 0)
        {
            return new PlacementVerdict("", "no nodes available to schedule pods");
        }

        var needs = PodNeeds.Requests(pod).Where(need => need.Value > 0).ToDictionary();
        var obstacles = nodes.Select(node => (Node: node, Reasons: Obstacles(pod, needs, node))).ToList();
        var fitting = obstacles.Where(entry => entry.Reasons.Count == 0).Select(entry => entry.Node).ToList();
        if (fitting.Count == 0)
        {
            return new PlacementVerdict("", Explain(obstacles.ConvertAll(entry => entry.Reasons)));
        }

        var best = fitting
            .OrderByDescending(node => Score(needs, node))
            .ThenBy(node => node.PodCount)
            .ThenBy(node => node.Name, StringComparer.Ordinal)
            .First();
        return new PlacementVerdict(best.Name, "");
    }

    private static List<Obstacle> Obstacles(JsonObject pod, Dictionary<string, long> needs, NodeFacts node)
    {
        if (Refusal(pod, node) is { } refusal)
        {
            return [new Obstacle(refusal, IsFinal: true)];
        }

        var reasons = new List<Obstacle>();
        if (node.PodCount + 1 > node.Allocatable.GetValueOrDefault("pods"))
        {
            reasons.Add(new Obstacle("Too many pods", IsFinal: false));
        }

        reasons.AddRange(needs
            .Where(need => need.Value > node.Free(need.Key))
            .Select(need => new Obstacle($"Insufficient {need.Key}", need.Value > node.Allocatable.GetValueOrDefault(need.Key))));
        return reasons;
    }

    private static string? Refusal(JsonObject pod, NodeFacts node)
    {
        var tolerations = pod.Objects("spec", "tolerations").ToList();
        if (node.IsUnschedulable && !new NodeTaint("node.kubernetes.io/unschedulable", "", "NoSchedule").IsToleratedBy(tolerations))
        {
            return "node(s) were unschedulable";
        }

        if (!node.Taints.All(taint => taint.IsToleratedBy(tolerations)))
        {
            return "node(s) had untolerated taint(s)";
        }

        var matches = pod.Entries("spec", "nodeSelector").All(label => node.Labels.TryGetValue(label.Key, out var value) && value == label.Value);
        return matches ? null : "node(s) didn't match Pod's node affinity/selector";
    }

    private static double Score(Dictionary<string, long> needs, NodeFacts node)
    {
        // Pods without requests count as upstream's defaults, so that they spread too.
        var cpu = Share(node, "cpu", Math.Max(needs.GetValueOrDefault("cpu"), 100));
        var memory = Share(node, "memory", Math.Max(needs.GetValueOrDefault("memory"), 200L << 20));
        return (cpu + memory) / 2;
    }

    private static double Share(NodeFacts node, string resource, long need) =>
        node.Allocatable.GetValueOrDefault(resource) is > 0 and var all ? Math.Max(0, node.Free(resource) - need) / (double)all : 0;

    private static string Explain(List<List<Obstacle>> obstacles)
    {
        var total = obstacles.Count;
        var reasons = Tally(obstacles.SelectMany(node => node.Select(obstacle => obstacle.Reason)));
        var preemption = Tally(obstacles.Select(node => node.Exists(obstacle => obstacle.IsFinal) ? NotHelpful : NoVictims));
        return $"0/{total} nodes are available: {reasons}. no new claims to deallocate, preemption: 0/{total} nodes are available: {preemption}.";
    }

    private static string Tally(IEnumerable<string> reasons) =>
        string.Join(", ", reasons.CountBy(reason => reason).Select(pair => $"{pair.Value} {pair.Key}").Order(StringComparer.Ordinal));

    private readonly record struct Obstacle(string Reason, bool IsFinal);
}

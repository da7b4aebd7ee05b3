using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Workloads.Cluster;

/// <summary>The status of a disruption budget, after pkg/controller/disruption.</summary>
internal static class BudgetStatus
{
    /// <summary>How long an admitted eviction counts as one although its pod is still there.</summary>
    public static readonly TimeSpan EvictionGrace = TimeSpan.FromMinutes(2);

    /// <summary>The status that follows from the pods.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="pods">The pods that it selects.</param>
    /// <param name="expectedScale">How many pods their controllers want in all.</param>
    /// <param name="now">For evictions that have not taken place.</param>
    public static JsonObject Compute(JsonObject budget, IReadOnlyList<PodFacts> pods, int expectedScale, DateTimeOffset now)
    {
        var (expected, desired) = Wanted(budget, pods.Count, expectedScale);
        var disrupted = Disrupted(budget, pods, now);
        var healthy = pods.Count(pod => !pod.IsTerminating && pod.IsReady && !disrupted.ContainsKey(pod.Name));
        var allowed = Math.Max(0, expected <= 0 ? 0 : healthy - desired);
        var status = new JsonObject
        {
            ["currentHealthy"] = healthy,
            ["desiredHealthy"] = desired,
            ["disruptionsAllowed"] = allowed,
            ["expectedPods"] = expected,
            ["observedGeneration"] = budget.Generation(),
        };
        if (disrupted.Count > 0)
        {
            status["disruptedPods"] = disrupted;
        }

        if (budget.At("status", "conditions") is { } conditions)
        {
            status["conditions"] = conditions.DeepClone();
        }

        MarkAllowed(status, allowed, budget.Generation(), now);
        return status;
    }

    /// <summary>Sets the condition that says whether a pod may be evicted.</summary>
    public static void MarkAllowed(JsonObject status, int allowed, long generation, DateTimeOffset now)
    {
        var condition = allowed > 0
            ? Conditions.Of("DisruptionAllowed", "True", "SufficientPods", "")
            : Conditions.Of("DisruptionAllowed", "False", "InsufficientPods", "");
        condition["observedGeneration"] = generation;
        Conditions.Set(status, condition, now);
    }

    private static (int Expected, int Desired) Wanted(JsonObject budget, int count, int scale)
    {
        if (budget.At("spec", "maxUnavailable") is { } unavailable)
        {
            return (scale, Math.Max(0, scale - IntOrPercent.Resolve(unavailable, scale, roundsUp: true)));
        }

        var available = budget.At("spec", "minAvailable");
        return IntOrPercent.IsShare(available)
            ? (scale, IntOrPercent.Resolve(available, scale, roundsUp: true))
            : (count, IntOrPercent.Resolve(available, count, roundsUp: true));
    }

    private static JsonObject Disrupted(JsonObject budget, IReadOnlyList<PodFacts> pods, DateTimeOffset now)
    {
        var pending = new JsonObject();
        foreach (var (name, time) in budget.Entries("status", "disruptedPods"))
        {
            var since = JsonValue.Create(time).Instant() ?? DateTimeOffset.MinValue;
            if (pods.Any(pod => pod.Name == name && !pod.IsTerminating) && since + EvictionGrace > now)
            {
                pending[name] = time;
            }
        }

        return pending;
    }
}

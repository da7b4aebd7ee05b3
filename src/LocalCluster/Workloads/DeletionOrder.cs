namespace Autoscale.LocalCluster.Workloads;

/// <summary>Which pods a replica set gives up first, after ActivePodsWithRanks in pkg/controller/controller_utils.go.</summary>
internal static class DeletionOrder
{
    /// <summary>The pods, those to be deleted first in front.</summary>
    /// <param name="pods">The pods to choose from.</param>
    /// <param name="rank">How many ready siblings share the pod's node; the more, the sooner it goes.</param>
    /// <param name="now">Ages are compared by their logarithm, as upstream does, so that equal-aged pods go at random (by uid).</param>
    public static IReadOnlyList<PodFacts> Sort(IEnumerable<PodFacts> pods, Func<PodFacts, int> rank, DateTimeOffset now) =>
        [.. pods
            .OrderBy(pod => pod.Node.Length > 0)
            .ThenBy(pod => PhaseOrder(pod.Phase))
            .ThenBy(pod => pod.IsReady)
            .ThenBy(pod => pod.DeletionCost)
            .ThenByDescending(rank)
            .ThenBy(pod => pod.ReadySince is { } since ? AgeRank(since, now) : 0)
            .ThenByDescending(pod => pod.Restarts)
            .ThenBy(pod => AgeRank(pod.Created, now))
            .ThenBy(pod => pod.Uid, StringComparer.Ordinal)];

    private static int PhaseOrder(string phase) => phase switch
    {
        "Pending" => 0,
        "Running" => 2,
        _ => 1,
    };

    private static int AgeRank(DateTimeOffset since, DateTimeOffset now)
    {
        var nanoseconds = (now - since).Ticks * 100.0;
        return nanoseconds <= 0 ? -1 : (int)Math.Log2(nanoseconds);
    }
}

using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Workloads.Jobs;

/// <summary>What a job wants and how far its pods are.</summary>
internal sealed record JobCounts(int Active, int Ready, int Succeeded, int Failed, int Terminating)
{
    /// <summary>Counts the pods; what an earlier status counted is never taken back when the pods are gone.</summary>
    public static JobCounts Of(JsonObject job, IReadOnlyList<PodFacts> pods) => new(
        pods.Count(pod => pod.IsActive),
        pods.Count(pod => pod.IsActive && pod.IsReady),
        Math.Max(job.Count("status", "succeeded"), pods.Count(pod => pod.Phase == "Succeeded")),
        Math.Max(job.Count("status", "failed"), pods.Count(pod => pod.Phase == "Failed")),
        pods.Count(pod => pod.IsTerminating && !pod.IsEnded));
}

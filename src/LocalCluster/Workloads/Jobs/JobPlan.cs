using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Workloads.Jobs;

/// <summary>What a job does next: pods to create, pods to delete, and how it ends (conditions in order) if it does.</summary>
internal sealed record JobPlan(int Create, IReadOnlyList<PodFacts> Delete)
{
    /// <summary>The conditions by which the job ends; empty while it runs.</summary>
    public IReadOnlyList<JsonObject> End { get; init; } = [];

    /// <summary>When to look again, null when only a change matters.</summary>
    public TimeSpan? Again { get; init; }
}

using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.Quota;

namespace Autoscale.Checks;

/// <summary>A workload that is created or changed.</summary>
/// <param name="Wanted">What it shall be.</param>
/// <param name="Before">What it is; null when it is new.</param>
/// <param name="TemplatePath">Where the specification of its pods stands.</param>
/// <param name="Runs">Whether its pods stay, so that others find less room; those of a CronJob come and go.</param>
internal sealed record WorkloadChange(WorkloadDemand Wanted, WorkloadDemand? Before, string TemplatePath, bool Runs)
{
    /// <summary>Reads a workload of those kinds that make pods; null for any other.</summary>
    public static WorkloadChange? Read(ResourceKind kind, JsonObject value, JsonObject? old) => (kind.Group, kind.Plural) switch
    {
        ("apps", "deployments" or "replicasets" or "statefulsets") or ("", "replicationcontrollers") or ("batch", "jobs") =>
            new(Demand(kind, value), old is null ? null : Demand(kind, old), "spec.template.spec", Runs: true),
        ("batch", "cronjobs") =>
            new(Demand(kind, value), old is null ? null : Demand(kind, old), "spec.jobTemplate.spec.template.spec", Runs: false),
        _ => null,
    };

    private static WorkloadDemand Demand(ResourceKind kind, JsonObject value) =>
        WorkloadDemand.Read(kind.Plural, StoredObject.Serialize(value));
}

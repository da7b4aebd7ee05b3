using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Coordination;

/// <summary>Lease, coordination.k8s.io/v1.</summary>
public static class LeaseKind
{
    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "coordination.k8s.io",
        Version = "v1",
        Kind = "Lease",
        Plural = "leases",
        Singular = "lease",
        Schema = SchemaNotation.Type("coordination", "Lease"),
        Columns = [Columns.Name, Columns.Text("Holder", "Who holds the lease.", lease => lease.TextAt("spec.holderIdentity")), Columns.Age],
        Validate = Validate,
    }
    .WithDefaults();

    private static IReadOnlyList<FieldError> Validate(JsonObject lease, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, lease, old, SyntaxRules.DnsSubdomain);
        if (lease.NumberAt("spec.leaseDurationSeconds") is { } seconds and <= 0)
        {
            report.Invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0");
        }

        if (lease.NumberAt("spec.leaseTransitions") is { } transitions and < 0)
        {
            report.Invalid("spec.leaseTransitions", transitions, "must be greater than or equal to 0");
        }

        return report.Errors;
    }
}

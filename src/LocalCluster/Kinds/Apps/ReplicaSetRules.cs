using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Apps;

/// <summary>The validation of a replica set.</summary>
public static class ReplicaSetRules
{
    /// <summary>The field errors of a new object, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject set, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, set, old, SyntaxRules.DnsSubdomain);
        TemplateRules.Check(report, set, old, "replicaset");
        return report.Errors;
    }
}

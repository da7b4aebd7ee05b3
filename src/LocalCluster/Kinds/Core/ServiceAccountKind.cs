using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>ServiceAccount, core v1.</summary>
public static class ServiceAccountKind
{
    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "",
        Version = "v1",
        Kind = "ServiceAccount",
        Plural = "serviceaccounts",
        Singular = "serviceaccount",
        ShortNames = ["sa"],
        Schema = SchemaNotation.Type("core", "ServiceAccount"),
        Columns =
        [
            Columns.Name,
            Columns.Count("Secrets", "Number of secrets that the account may use.", account => account.PartsAt("secrets").Count()),
            Columns.Age,
        ],
        Validate = Validate,
    }
    .WithDefaults();

    private static IReadOnlyList<FieldError> Validate(JsonObject account, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, account, old, SyntaxRules.DnsSubdomain);
        return report.Errors;
    }
}

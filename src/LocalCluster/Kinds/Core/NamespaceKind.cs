using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>Namespace, core v1.</summary>
public static class NamespaceKind
{
    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "",
        Version = "v1",
        Kind = "Namespace",
        Plural = "namespaces",
        Singular = "namespace",
        ShortNames = ["ns"],
        Namespaced = false,
        HasStatus = true,
        Verbs = ["create", "delete", "get", "list", "patch", "update", "watch"],
        Schema = SchemaNotation.Type("core", "Namespace"),
        Columns = [Columns.Name, Columns.Text("Status", "The status of the namespace", ns => ns.TextAt("status.phase")), Columns.Age],
        Validate = Validate,
        BeginDeletion = ns => ns.Ensure("status")["phase"] = "Terminating",
        HoldsDeletion = ns => ns.TextsAt("spec.finalizers").Any(),
        Subresources = [new SubresourceKind("finalize", "", "v1", "Namespace", ["update"])],
        SelectableFields = new Dictionary<string, Func<JsonObject, string>> { ["status.phase"] = ns => ns.TextAt("status.phase") },
    }
    .WithDefaults(Label)
    .WithPreparation(Activate);

    private static void Label(JsonObject ns)
    {
        if (ns.TextAt("metadata.name") is { Length: > 0 } name)
        {
            ns.Ensure("metadata").Ensure("labels")["kubernetes.io/metadata.name"] = name;
        }
    }

    private static void Activate(JsonObject ns)
    {
        ns["status"] = new JsonObject { ["phase"] = "Active" };
        ns["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
    }

    private static IReadOnlyList<FieldError> Validate(JsonObject ns, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, ns, old, SyntaxRules.DnsLabel, namespaced: false);
        return report.Errors;
    }
}

using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Authorization;

/// <summary>RoleBinding and ClusterRoleBinding, rbac.authorization.k8s.io/v1.</summary>
public static class RoleBindingKind
{
    private static readonly string[] Subjects = ["ServiceAccount", "User", "Group"];

    /// <summary>RoleBinding.</summary>
    public static ResourceKind Namespaced { get; } = Of("RoleBinding", "rolebindings", isNamespaced: true);

    /// <summary>ClusterRoleBinding.</summary>
    public static ResourceKind Cluster { get; } = Of("ClusterRoleBinding", "clusterrolebindings", isNamespaced: false);

    private static ResourceKind Of(string kind, string plural, bool isNamespaced) => new ResourceKind
    {
        Group = RoleKind.Group,
        Version = "v1",
        Kind = kind,
        Plural = plural,
        Singular = kind.ToLowerInvariant(),
        Namespaced = isNamespaced,
        Schema = SchemaNotation.Type("rbac", kind),
        Columns =
        [
            Columns.Name,
            Columns.Text("Role", "The role that is bound.", binding => $"{binding.TextAt("roleRef.kind")}/{binding.TextAt("roleRef.name")}"),
            Columns.Age,
            Columns.Wide("Users", "Users in the roleBinding", binding => Names(binding, "User")),
            Columns.Wide("Groups", "Groups in the roleBinding", binding => Names(binding, "Group")),
            Columns.Wide("ServiceAccounts", "ServiceAccounts in the roleBinding", binding => Names(binding, "ServiceAccount")),
        ],
        Validate = (binding, old) => Validate(binding, old, isNamespaced),
    }
    .WithDefaults(Default);

    private static string Names(JsonObject binding, string kind) => string.Join(", ", binding.PartsAt("subjects")
        .Where(subject => subject.TextAt("kind") == kind)
        .Select(subject => kind == "ServiceAccount" ? $"{subject.TextAt("namespace")}/{subject.TextAt("name")}" : subject.TextAt("name")));

    private static void Default(JsonObject binding)
    {
        binding.PartAt("roleRef")?.SetDefaultText("apiGroup", RoleKind.Group);
        foreach (var subject in binding.PartsAt("subjects").Where(subject => subject.TextAt("kind") is "User" or "Group"))
        {
            subject.SetDefaultText("apiGroup", RoleKind.Group);
        }
    }

    // As upstream's ValidateRoleBinding and ValidateClusterRoleBinding.
    private static IReadOnlyList<FieldError> Validate(JsonObject binding, JsonObject? old, bool isNamespaced)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, binding, old, SyntaxRules.PathSegment, isNamespaced);
        if (old is not null && !JsonNode.DeepEquals(binding["roleRef"], old["roleRef"]))
        {
            report.Invalid("roleRef", binding["roleRef"], "cannot change roleRef");
        }

        CheckRole(report, binding, isNamespaced ? ["Role", "ClusterRole"] : ["ClusterRole"]);
        foreach (var (index, subject) in binding.PartsAt("subjects").Index())
        {
            CheckSubject(report, subject, $"subjects[{index}]");
        }

        return report.Errors;
    }

    private static void CheckRole(FieldReport report, JsonObject binding, string[] kinds)
    {
        if (binding.TextAt("roleRef.apiGroup") is var group && group != RoleKind.Group)
        {
            report.NotSupported("roleRef.apiGroup", group, RoleKind.Group);
        }

        if (binding.TextAt("roleRef.kind") is var kind && !kinds.Contains(kind))
        {
            report.NotSupported("roleRef.kind", kind, kinds);
        }

        if (binding.TextAt("roleRef.name").Length == 0)
        {
            report.Required("roleRef.name");
        }
    }

    private static void CheckSubject(FieldReport report, JsonObject subject, string path)
    {
        if (subject.TextAt("name").Length == 0)
        {
            report.Required($"{path}.name");
        }

        if (subject.TextAt("kind") is var kind && !Subjects.Contains(kind))
        {
            report.NotSupported($"{path}.kind", kind, Subjects);
        }
        else if (kind == "ServiceAccount" && subject.TextAt("namespace").Length == 0)
        {
            report.Required($"{path}.namespace");
        }
    }
}

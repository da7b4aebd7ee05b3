using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Api.Custom;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Extensions;

/// <summary>The rules of CustomResourceDefinitions, after upstream's apiextensions/validation.</summary>
internal static class DefinitionRules
{
    private const string Approval = "api-approved.kubernetes.io";
    private const string ApprovalHelp = "see https://github.com/kubernetes/enhancements/pull/1111";

    private static readonly string[] Protected = ["k8s.io", "kubernetes.io"];
    private static readonly string[] Scopes = ["Cluster", "Namespaced"];
    private static readonly string[] Strategies = ["None", "Webhook"];
    private static readonly string[] NeededNames = ["plural", "singular", "kind", "listKind"];

    /// <summary>Every field error of a definition that replaces an old one (null: is new).</summary>
    public static IReadOnlyList<FieldError> Validate(JsonObject value, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, value, old, name => NameMessages(value, name), namespaced: false);
        CheckSpec(report, value, old);
        if (old is not null)
        {
            CheckUpdate(report, value, old);
        }

        CheckStored(report, value);
        CheckApproval(report, value, old);
        return report.Errors;
    }

    private static IEnumerable<string> NameMessages(JsonObject value, string name)
    {
        var required = $"{value.TextAt("spec.names.plural")}.{value.TextAt("spec.group")}";
        return name == required ? NameRules.DnsSubdomainErrors(name) : [.. NameRules.DnsSubdomainErrors(name), "must be spec.names.plural+\".\"+spec.group"];
    }

    private static void CheckSpec(FieldReport report, JsonObject value, JsonObject? old)
    {
        CheckGroup(report, value.TextAt("spec.group"));
        var scope = value.TextAt("spec.scope");
        OneOf(report, "spec.scope", scope, Scopes);
        var versions = value.PartsAt("spec.versions").ToList();
        foreach (var (index, version) in versions.Index().Where(version => version.Item.PartAt("schema.openAPIV3Schema") is null))
        {
            report.Required($"spec.versions[{index}].schema.openAPIV3Schema");
        }

        foreach (var (index, version) in versions.Index())
        {
            DefinitionVersionRules.Check(report, version, $"spec.versions[{index}]");
        }

        var names = versions.Select(version => version.TextAt("name")).ToList();
        if (names.Distinct().Count() < names.Count)
        {
            report.Invalid("spec.versions", value.NodeAt("spec.versions"), "must contain unique version names");
        }

        if (versions.Count(version => version.FlagAt("storage")) != 1)
        {
            report.Invalid("spec.versions", value.NodeAt("spec.versions"), "must have exactly one version marked as storage version");
        }

        CheckNames(report, value.PartAt("spec.names") ?? []);
        CheckConversion(report, value);
        if (value.FlagAt("spec.preserveUnknownFields") && !old.FlagAt("spec.preserveUnknownFields"))
        {
            report.Invalid("spec.preserveUnknownFields", JsonValue.Create(true), "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead");
        }
    }

    private static void CheckGroup(FieldReport report, string group)
    {
        if (group.Length == 0)
        {
            report.Required("spec.group");
        }
        else if (NameRules.DnsSubdomainErrors(group) is { Count: > 0 } errors)
        {
            report.Invalid("spec.group", group, string.Join(",", errors));
        }
        else if (!group.Contains('.', StringComparison.Ordinal))
        {
            report.Invalid("spec.group", group, "should be a domain with at least one dot");
        }
    }

    private static void CheckNames(FieldReport report, JsonObject names)
    {
        foreach (var name in NeededNames.Where(name => names.TextAt(name).Length == 0))
        {
            report.Required($"spec.names.{name}");
        }

        foreach (var name in NeededNames.Where(name => names.TextAt(name).Length > 0))
        {
            var isMixed = name is "kind" or "listKind";
            var text = names.TextAt(name);
            var errors = string.Join(",", SyntaxRules.Dns1035Label(isMixed ? text.ToLowerInvariant() : text));
            if (errors.Length > 0)
            {
                report.Invalid($"spec.names.{name}", text, isMixed ? $"may have mixed case, but should otherwise match: {errors}" : errors);
            }
        }

        CheckList(report, names, "shortNames");
        if (names.TextAt("kind") is { Length: > 0 } kind && kind == names.TextAt("listKind"))
        {
            report.Invalid("spec.names.listKind", kind, "kind and listKind may not be the same");
        }

        CheckList(report, names, "categories");
    }

    private static void CheckList(FieldReport report, JsonObject names, string list)
    {
        foreach (var (index, name) in names.TextsAt(list).Index())
        {
            var errors = string.Join(",", SyntaxRules.Dns1035Label(name));
            if (errors.Length > 0)
            {
                report.Invalid($"spec.names.{list}[{index}]", name, errors);
            }
        }
    }

    private static void CheckConversion(FieldReport report, JsonObject value)
    {
        var strategy = value.TextAt("spec.conversion.strategy");
        OneOf(report, "spec.conversion.strategy", strategy, Strategies);
        if (strategy == "Webhook")
        {
            report.Forbidden("spec.conversion.strategy", "conversion by webhooks is not supported by this server");
        }
        else if (value.NodeAt("spec.conversion.webhook.clientConfig") is not null)
        {
            report.Forbidden("spec.conversion.webhookClientConfig", "should not be set when strategy is not set to Webhook");
        }
    }

    private static void CheckUpdate(FieldReport report, JsonObject value, JsonObject old)
    {
        var fields = DefinitionStatus.IsTrue(old, "Established") ? new[] { "scope", "names.kind", "group", "names.plural" } : ["group", "names.plural"];
        foreach (var field in fields)
        {
            report.Unchanged($"spec.{field}", value.NodeAt($"spec.{field}"), old.NodeAt($"spec.{field}"));
        }
    }

    private static void CheckStored(FieldReport report, JsonObject value)
    {
        var versions = value.PartsAt("spec.versions").Select(version => version.TextAt("name")).ToHashSet();
        var stored = value.TextsAt("status.storedVersions").ToList();
        if (stored.Count == 0)
        {
            report.Invalid("status.storedVersions", value.NodeAt("status.storedVersions"), "must have at least one stored version");
        }

        foreach (var (index, name) in stored.Index().Where(one => !versions.Contains(one.Item)))
        {
            report.Invalid(
                $"status.storedVersions[{index}]",
                name,
                $"missing from spec.versions; {name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in {name} and removes {name} from status.storedVersions");
        }
    }

    // Groups of the community need somebody's word that their API was looked at.
    private static void CheckApproval(FieldReport report, JsonObject value, JsonObject? old)
    {
        var group = value.TextAt("spec.group");
        var isProtected = Protected.Any(domain => group == domain || group.EndsWith($".{domain}", StringComparison.Ordinal));
        var given = value.PartAt("metadata.annotations")?[Approval].AsText() ?? "";
        if (!isProtected || IsApproved(given) || (old is not null && given == (old.PartAt("metadata.annotations")?[Approval].AsText() ?? "")))
        {
            return;
        }

        var path = $"metadata.annotations[{Approval}]";
        if (given.Length == 0)
        {
            report.Required(path, $"protected groups must have approval annotation \"{Approval}\", {ApprovalHelp}");
        }
        else
        {
            report.Invalid(path, given, $"protected groups must have approval annotation \"{Approval}\" with either a URL or a reason starting with \"unapproved\", {ApprovalHelp}");
        }
    }

    private static bool IsApproved(string given) =>
        given.StartsWith("unapproved", StringComparison.Ordinal) || (Uri.TryCreate(given, UriKind.Absolute, out var address) && address.Host.Length > 0);

    private static void OneOf(FieldReport report, string field, string value, string[] supported)
    {
        if (value.Length == 0)
        {
            report.Required(field);
        }
        else if (!supported.Contains(value))
        {
            report.NotSupported(field, value, supported);
        }
    }
}

using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The validation of a volume.</summary>
public static class PersistentVolumeRules
{
    private static readonly string[] Policies = ["Delete", "Recycle", "Retain"];

    // Everything in a specification that is no source of a volume.
    private static readonly string[] OtherFields =
    [
        "capacity", "accessModes", "claimRef", "persistentVolumeReclaimPolicy", "storageClassName", "mountOptions", "volumeMode", "nodeAffinity",
        "volumeAttributesClassName",
    ];

    /// <summary>The field errors of a new object, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject volume, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, volume, old, SyntaxRules.DnsSubdomain, namespaced: false);
        var spec = volume.PartAt("spec") ?? [];
        AccessModes.Check(report, [.. spec.TextsAt("accessModes")], "");
        CheckCapacity(report, spec);
        if (spec.TextAt("persistentVolumeReclaimPolicy") is var policy && !Policies.Contains(policy))
        {
            report.NotSupported("spec.persistentVolumeReclaimPolicy", policy, Policies);
        }

        CheckSource(report, spec);
        CheckClasses(report, spec);
        ContainerRules.OneOf(report, spec, "volumeMode", "spec", "Block", "Filesystem");
        if (old.PartAt("spec") is { } before)
        {
            CheckUpdate(report, spec, before);
        }

        return report.Errors;
    }

    private static void CheckCapacity(FieldReport report, JsonObject spec)
    {
        var capacity = spec.PartAt("capacity") ?? [];
        if (capacity.Count == 0)
        {
            report.Required("spec.capacity");
        }

        if (capacity.Count != 1 || !capacity.ContainsKey("storage"))
        {
            report.NotSupported("spec.capacity", spec.NodeAt("capacity"), "storage");
        }

        foreach (var (name, amount) in ResourceRules.Amounts(spec, "capacity").Where(pair => pair.Value.Sign <= 0))
        {
            report.Invalid($"spec.capacity[{name}]", amount.ToString(), "must be greater than zero");
        }
    }

    private static IEnumerable<string> Sources(JsonObject spec) =>
        spec.Where(member => member.Value is not null && !OtherFields.Contains(member.Key)).Select(member => member.Key);

    private static void CheckSource(FieldReport report, JsonObject spec)
    {
        var sources = Sources(spec).ToList();
        if (sources.Count == 0)
        {
            report.Required("spec", "must specify a volume type");
        }

        foreach (var extra in sources.Skip(1))
        {
            report.Forbidden($"spec.{extra}", "may not specify more than 1 volume type");
        }

        RequireText(report, spec, "hostPath", "path");
        RequireText(report, spec, "nfs", "server");
        RequireText(report, spec, "nfs", "path");
        RequireText(report, spec, "csi", "driver");
        RequireText(report, spec, "csi", "volumeHandle");
        RequireText(report, spec, "local", "path");
        if (spec.PartAt("local") is not null && spec.PartAt("nodeAffinity.required") is null)
        {
            report.Required("spec.nodeAffinity", "Local volume requires node affinity");
        }
    }

    private static void RequireText(FieldReport report, JsonObject spec, string source, string field)
    {
        if (spec.PartAt(source) is { } part && part.TextAt(field).Length == 0)
        {
            report.Required($"spec.{source}.{field}");
        }
    }

    private static void CheckClasses(FieldReport report, JsonObject spec)
    {
        if (spec.TextAt("storageClassName") is { Length: > 0 } name)
        {
            report.Invalid("spec.storageClassName", name, SyntaxRules.DnsSubdomain(name));
        }

        if (spec.NodeAt("volumeAttributesClassName") is not { } attributes)
        {
            return;
        }

        if (attributes.AsText().Length == 0)
        {
            report.Required("spec.volumeAttributesClassName", "an empty string is disallowed");
        }
        else
        {
            report.Invalid("spec.volumeAttributesClassName", attributes.AsText(), SyntaxRules.DnsSubdomain(attributes.AsText()));
        }

        if (spec.PartAt("csi") is null)
        {
            report.Required("spec.csi", "has to be specified when using volumeAttributesClassName");
        }
    }

    private static void CheckUpdate(FieldReport report, JsonObject spec, JsonObject before)
    {
        var isSame = Sources(spec).Concat(Sources(before)).Distinct().All(source => JsonNode.DeepEquals(spec[source], before[source]));
        if (!isSame)
        {
            report.Forbidden("spec.persistentvolumesource", "spec.persistentvolumesource is immutable after creation");
        }

        report.Unchanged("volumeMode", spec["volumeMode"], before["volumeMode"]);
        if (before["nodeAffinity"] is not null)
        {
            report.Unchanged("nodeAffinity", spec["nodeAffinity"], before["nodeAffinity"]);
        }
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>ConfigMap, core v1.</summary>
public static class ConfigMapKind
{
    /// <summary>Bytes that a ConfigMap or a Secret may hold.</summary>
    public const int MaxSize = 1024 * 1024;

    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "",
        Version = "v1",
        Kind = "ConfigMap",
        Plural = "configmaps",
        Singular = "configmap",
        ShortNames = ["cm"],
        Schema = SchemaNotation.Type("core", "ConfigMap"),
        Columns = [Columns.Name, Columns.Count("Data", "Number of entries.", Entries), Columns.Age],
        Validate = Validate,
    }
    .WithDefaults();

    private static long Entries(JsonObject map) => (map.PartAt("data")?.Count ?? 0) + (map.PartAt("binaryData")?.Count ?? 0);

    private static IReadOnlyList<FieldError> Validate(JsonObject map, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, map, old, SyntaxRules.DnsSubdomain);
        CheckImmutable(report, map, old, ["data", "binaryData"]);
        var size = 0L;
        foreach (var (key, value) in map.PartAt("data") ?? [])
        {
            report.Invalid($"data[{key}]", key, SyntaxRules.ConfigKey(key));
            size += Encoding.UTF8.GetByteCount(value.AsText());
            if (map.PartAt("binaryData")?.ContainsKey(key) == true)
            {
                report.Invalid($"data[{key}]", key, "duplicate of key present in binaryData");
            }
        }

        foreach (var (key, value) in map.PartAt("binaryData") ?? [])
        {
            report.Invalid($"binaryData[{key}]", key, SyntaxRules.ConfigKey(key));
            size += value.AsText().Length * 3L / 4;
        }

        if (size > MaxSize)
        {
            report.TooLong("", MaxSize);
        }

        return report.Errors;
    }

    /// <summary>Checks that an object which was made immutable stays as it is.</summary>
    public static void CheckImmutable(FieldReport report, JsonObject value, JsonObject? old, IReadOnlyList<string> fields)
    {
        if (!old.FlagAt("immutable"))
        {
            return;
        }

        const string Detail = "field is immutable when `immutable` is set";
        if (!value.FlagAt("immutable"))
        {
            report.Forbidden("immutable", Detail);
        }

        foreach (var field in fields.Where(field => !JsonNode.DeepEquals(value[field], old?[field])))
        {
            report.Forbidden(field, Detail);
        }
    }
}

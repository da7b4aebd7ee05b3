using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api.Custom;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Extensions;

/// <summary>What the writer of a definition is warned of: formats that nobody checks, and sets of what is no plain value.</summary>
internal static class SchemaAdvice
{
    /// <summary>The warnings of a definition, but those that the old one had too.</summary>
    public static IEnumerable<string> Of(JsonObject value, JsonObject? old) => old is null ? All(value) : All(value).Except(All(old));

    private static IEnumerable<string> All(JsonObject value) =>
        value.PartsAt("spec.versions").SelectMany(version => version.PartAt("schema.openAPIV3Schema") is { } schema ? Within(schema) : []).Distinct();

    private static IEnumerable<string> Within(JsonObject schema)
    {
        var (type, format, items) = (schema.TextAt("type"), schema.TextAt("format"), schema.TextAt("items.type"));
        if (format.Length > 0 && !TextFormats.IsKnown(type, format))
        {
            yield return $"unrecognized format {FieldReport.Quote(format)}";
        }

        if (schema.TextAt("x-kubernetes-list-type") == "set" && (items is "object" or "array"))
        {
            yield return $"x-kubernetes-list-type: set for items of type {FieldReport.Quote(items)} is not supported by server-side apply or CEL validation rules";
        }

        foreach (var warning in SchemaNotes.Inner(schema).SelectMany(inner => Within(inner.Schema)))
        {
            yield return warning;
        }
    }
}

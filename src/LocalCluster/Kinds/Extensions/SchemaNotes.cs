using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Kinds.Extensions;

/// <summary>The members that a JSON schema in a definition may have; others are reported and dropped.</summary>
internal static class SchemaNotes
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "id", "$schema", "$ref", "description", "type", "format", "title", "default", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum",
        "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "multipleOf", "enum", "maxProperties", "minProperties", "required",
        "items", "allOf", "oneOf", "anyOf", "not", "properties", "additionalProperties", "patternProperties", "dependencies", "additionalItems",
        "definitions", "externalDocs", "example", "nullable", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource",
        "x-kubernetes-int-or-string", "x-kubernetes-list-map-keys", "x-kubernetes-list-type", "x-kubernetes-map-type", "x-kubernetes-validations",
    }.ToFrozenSet();

    /// <summary>Drops what is unknown in the schemas of a definition, in place.</summary>
    public static void Refine(JsonObject definition, Action<string> unknown)
    {
        foreach (var (index, version) in definition.PartsAt("spec.versions").Index())
        {
            if (version.PartAt("schema.openAPIV3Schema") is { } schema)
            {
                Refine(schema, $"spec.versions[{index}].schema.openAPIV3Schema", unknown);
            }
        }
    }

    /// <summary>The schemas directly within a schema, by the path to them.</summary>
    public static IEnumerable<(string Path, JsonObject Schema)> Inner(JsonObject schema)
    {
        foreach (var one in new[] { "items", "additionalProperties", "not" })
        {
            if (schema[one] is JsonObject inner)
            {
                yield return (one, inner);
            }
        }

        foreach (var list in new[] { "allOf", "anyOf", "oneOf" })
        {
            foreach (var (index, inner) in schema.PartsAt(list).Index())
            {
                yield return ($"{list}[{index}]", inner);
            }
        }

        foreach (var (name, inner) in schema.PartAt("properties") ?? [])
        {
            if (inner is JsonObject property)
            {
                yield return ($"properties[{name}]", property);
            }
        }
    }

    private static void Refine(JsonObject schema, string path, Action<string> unknown)
    {
        foreach (var (name, value) in schema.ToList())
        {
            if (!Known.Contains(name))
            {
                unknown($"{path}.{name}");
            }

            if (value is null || !Known.Contains(name))
            {
                schema.Remove(name);
            }
        }

        foreach (var (inside, inner) in Inner(schema).ToList())
        {
            var place = inside.StartsWith("properties[", StringComparison.Ordinal) ? $"properties.{inside[11..^1]}" : inside;
            Refine(inner, $"{path}.{place}", unknown);
        }
    }
}

using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api.Custom;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Extensions;

/// <summary>What makes a schema structural: types everywhere but within allOf, anyOf, oneOf and not, which only narrow; after upstream's apiserver/schema/validation.go.</summary>
internal sealed class StructuralRules(FieldReport report)
{
    private static readonly string[] Nested = ["allOf", "anyOf", "oneOf"];
    private static readonly string[] Generic = ["title", "description"];
    private static readonly string[] Extensions = ["x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource", "x-kubernetes-int-or-string"];

    /// <summary>Checks a whole schema.</summary>
    public void Check(JsonObject schema, string path)
    {
        if (schema["additionalProperties"] is not null)
        {
            report.Forbidden($"{path}.additionalProperties", "must not be used at the root");
        }

        if (schema.TextAt("type") is { Length: > 0 } type && type != "object")
        {
            report.Invalid($"{path}.type", type, "must be object at the root");
        }

        CheckNode(schema, path, "must not be empty at the root");
    }

    private void CheckNode(JsonObject schema, string path, string untyped)
    {
        var isEmbedded = schema.FlagAt("x-kubernetes-embedded-resource");
        var isIntOrString = schema.FlagAt("x-kubernetes-int-or-string");
        var type = schema.TextAt("type");
        if (isEmbedded && type != "object")
        {
            Demand($"{path}.type", type, "must be object if x-kubernetes-embedded-resource is true");
        }
        else if (type.Length == 0 && !isIntOrString && !schema.FlagAt("x-kubernetes-preserve-unknown-fields"))
        {
            report.Required($"{path}.type", untyped);
        }

        if (isIntOrString && schema.FlagAt("x-kubernetes-preserve-unknown-fields"))
        {
            report.Invalid($"{path}.x-kubernetes-preserve-unknown-fields", JsonValue.Create(true), "must be false if x-kubernetes-int-or-string is true");
        }

        if (isEmbedded && !schema.FlagAt("x-kubernetes-preserve-unknown-fields") && !(schema.PartAt("properties")?.Count > 0))
        {
            report.Required($"{path}.properties", "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields");
        }

        CheckChildren(schema, type, path);
        CheckValues(schema, path, isIntOrString);
        CheckDefault(schema, path);
    }

    private void CheckChildren(JsonObject schema, string type, string path)
    {
        if (schema.PartAt("items") is { } items)
        {
            CheckNode(items, $"{path}.items", "must not be empty for specified array items");
        }
        else if (type == "array")
        {
            report.Required($"{path}.items", "must be specified");
        }

        if (schema.PartAt("additionalProperties") is { } additional)
        {
            CheckNode(additional, $"{path}.additionalProperties", "must not be empty for specified object fields");
        }

        foreach (var (name, property) in schema.PartAt("properties") ?? [])
        {
            if (property is JsonObject inner)
            {
                CheckNode(inner, $"{path}.properties[{name}]", "must not be empty for specified object fields");
            }
        }
    }

    private void CheckValues(JsonObject schema, string path, bool isIntOrString)
    {
        foreach (var list in Nested)
        {
            foreach (var (index, inner) in schema.PartsAt(list).Index())
            {
                CheckNested(inner, $"{path}.{list}[{index}]", isIntOrString);
            }
        }

        if (schema.PartAt("not") is { } not)
        {
            CheckNested(not, $"{path}.not", mayType: false);
        }

        if (schema.TextAt("pattern") is { Length: > 0 } pattern && GoPattern.Of(pattern) is null)
        {
            report.Invalid($"{path}.pattern", pattern, "must be a valid regular expression, but isn't: error parsing regexp");
        }
    }

    // An int-or-string may say so by anyOf, as older schemas do.
    private void CheckNested(JsonObject schema, string path, bool mayType)
    {
        if (schema.TextAt("type").Length > 0 && !mayType)
        {
            report.Forbidden($"{path}.type", "must be empty to be structural");
        }

        if (schema["additionalProperties"] is not null)
        {
            report.Forbidden($"{path}.additionalProperties", "must be undefined to be structural");
        }

        if (schema["default"] is not null)
        {
            report.Forbidden($"{path}.default", "must be undefined to be structural");
        }

        foreach (var member in Generic.Where(member => schema.TextAt(member).Length > 0))
        {
            report.Forbidden($"{path}.{member}", "must be empty to be structural");
        }

        foreach (var member in Extensions.Append("nullable").Where(member => schema.FlagAt(member)))
        {
            report.Forbidden($"{path}.{member}", "must be false to be structural");
        }

        CheckValues(schema, path, mayType);
        foreach (var (inside, inner) in SchemaNotes.Inner(schema).Where(inner => inner.Path.StartsWith("properties[", StringComparison.Ordinal) || inner.Path == "items"))
        {
            CheckNested(inner, $"{path}.{inside}", mayType: false);
        }
    }

    private void CheckDefault(JsonObject schema, string path)
    {
        if (schema["default"] is not { } standing)
        {
            return;
        }

        var pruned = standing.DeepClone();
        if (pruned is JsonObject members)
        {
            Prune(members, schema);
        }

        if (!JsonNode.DeepEquals(pruned, standing))
        {
            report.Invalid($"{path}.default", standing, "must not have unknown fields");
        }

        foreach (var error in SchemaCheck.Check(pruned, schema, $"{path}.default"))
        {
            report.Add(error);
        }
    }

    private static void Prune(JsonObject members, JsonObject schema) =>
        new Pruning(_ => { }).PruneValue(members, new StructuralSchema(schema));

    private void Demand(string path, string value, string detail)
    {
        if (value.Length == 0)
        {
            report.Required(path, detail);
        }
        else
        {
            report.Invalid(path, value, detail);
        }
    }
}

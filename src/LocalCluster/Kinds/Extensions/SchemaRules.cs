using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api.Cel;
using Autoscale.LocalCluster.Api.Custom;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Extensions;

/// <summary>What a schema of a definition must be, wherever in it, after upstream's apiextensions/validation.</summary>
internal static class SchemaRules
{
    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];
    private static readonly string[] ListTypes = ["atomic", "set", "map"];
    private static readonly string[] MapTypes = ["atomic", "granular"];
    private static readonly string[] Unsupported = ["id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref"];

    /// <summary>Checks a schema and all within it.</summary>
    public static void Check(FieldReport report, JsonObject schema, string path)
    {
        CheckNode(report, schema, path);
        foreach (var (inside, inner) in SchemaNotes.Inner(schema))
        {
            Check(report, inner, $"{path}.{inside}");
        }
    }

    private static void CheckNode(FieldReport report, JsonObject schema, string path)
    {
        var type = schema.TextAt("type");
        if (type == "null")
        {
            report.Forbidden($"{path}.type", "type cannot be set to null, use nullable as an alternative");
        }

        if (type.Length > 0 && !Types.Contains(type))
        {
            report.NotSupported($"{path}.type", type, Types);
        }

        if (schema.FlagAt("uniqueItems"))
        {
            report.Forbidden($"{path}.uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }

        if (schema["additionalProperties"] is not null && schema.PartAt("properties") is { Count: > 0 })
        {
            report.Forbidden($"{path}.additionalProperties", "additionalProperties and properties are mutual exclusive");
        }

        foreach (var member in Unsupported.Where(member => schema[member] is not null))
        {
            report.Forbidden($"{path}.{member}", $"{member} is not supported");
        }

        if (schema["items"] is JsonArray)
        {
            report.Forbidden($"{path}.items", "items must be a schema object and not an array");
        }

        if (schema["x-kubernetes-preserve-unknown-fields"] is { } keeps && !schema.FlagAt("x-kubernetes-preserve-unknown-fields"))
        {
            report.Invalid($"{path}.x-kubernetes-preserve-unknown-fields", keeps, "must be true or undefined");
        }

        CheckMapType(report, schema, path);
        CheckListType(report, schema, path);
        CheckExpressions(report, schema, path);
    }

    private static void CheckMapType(FieldReport report, JsonObject schema, string path)
    {
        var mapType = schema.TextAt("x-kubernetes-map-type");
        if (mapType.Length > 0)
        {
            RequireType(report, schema, path, "object", "must be object if x-kubernetes-map-type is specified");
            if (!MapTypes.Contains(mapType))
            {
                report.NotSupported($"{path}.x-kubernetes-map-type", mapType, MapTypes);
            }
        }
    }

    private static void CheckListType(FieldReport report, JsonObject schema, string path)
    {
        var listType = schema.TextAt("x-kubernetes-list-type");
        var keys = schema.TextsAt("x-kubernetes-list-map-keys").ToList();
        if (listType.Length > 0)
        {
            RequireType(report, schema, path, "array", "must be array if x-kubernetes-list-type is specified");
            if (!ListTypes.Contains(listType))
            {
                report.NotSupported($"{path}.x-kubernetes-list-type", listType, ListTypes.Order(StringComparer.Ordinal));
            }
        }

        if (keys.Count > 0 && listType != "map")
        {
            Demand(report, $"{path}.x-kubernetes-list-type", listType, "must be map if x-kubernetes-list-map-keys is non-empty");
        }

        if (listType == "map")
        {
            CheckMapKeys(report, schema, keys, path);
        }
    }

    private static void CheckMapKeys(FieldReport report, JsonObject schema, List<string> keys, string path)
    {
        if (keys.Count == 0)
        {
            report.Required($"{path}.x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map");
        }

        if (schema.PartAt("items") is not { } items)
        {
            report.Required($"{path}.items", "must have a schema if x-kubernetes-list-type is map");
            return;
        }

        if (items.TextAt("type") != "object")
        {
            report.Invalid($"{path}.items.type", items.TextAt("type"), "must be object if parent array's x-kubernetes-list-type is map");
        }

        if (keys.Exists(key => items.PartAt("properties")?[key] is null))
        {
            report.Invalid($"{path}.x-kubernetes-list-map-keys", schema["x-kubernetes-list-map-keys"], "entries must all be names of item properties");
        }

        if (keys.Distinct().Count() < keys.Count)
        {
            report.Invalid($"{path}.x-kubernetes-list-map-keys", schema["x-kubernetes-list-map-keys"], "must not contain duplicate entries");
        }

        var required = items.TextsAt("required").ToHashSet();
        foreach (var key in keys.Where(key => items.PartAt("properties")?[key] is JsonObject property && property["default"] is null && !required.Contains(key)))
        {
            report.Required($"{path}.items.properties[{key}].default", "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
        }
    }

    private static void CheckExpressions(FieldReport report, JsonObject schema, string path)
    {
        foreach (var (index, rule) in schema.PartsAt("x-kubernetes-validations").Index())
        {
            var place = $"{path}.x-kubernetes-validations[{index}]";
            var text = rule.TextAt("rule").Trim();
            if (text.Length == 0)
            {
                report.Required($"{place}.rule", "rule is not specified");
                continue;
            }

            if (rule["messageExpression"] is not null)
            {
                report.Forbidden($"{place}.messageExpression", "message expressions are not supported by this server");
            }

            CheckExpression(report, rule, text, $"{place}.rule");
        }
    }

    private static void CheckExpression(FieldReport report, JsonObject rule, string text, string path)
    {
        try
        {
            ExpressionRules.Compile(text);
        }
        catch (CelProblem problem)
        {
            report.Invalid(path, rule, problem.Message == CelProgram.NoCondition ? problem.Message : $"compilation failed: {problem.Describe(text)}");
        }
    }

    private static void RequireType(FieldReport report, JsonObject schema, string path, string type, string detail)
    {
        if (schema.TextAt("type") != type)
        {
            Demand(report, $"{path}.type", schema.TextAt("type"), detail);
        }
    }

    private static void Demand(FieldReport report, string path, string value, string detail)
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

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>Checks values against a JSON schema as kube-openapi's validator does, in its order and with its words.</summary>
internal sealed class SchemaCheck(string root)
{
    /// <summary>Every error of a value; <paramref name="root"/> is the field that it stands in, "" for a whole object.</summary>
    public static IReadOnlyList<FieldError> Check(JsonNode? value, JsonObject schema, string root) =>
        new SchemaCheck(root).Validate(value, schema, "").Errors;

    private SchemaFindings Validate(JsonNode? value, JsonObject schema, string path)
    {
        var found = new SchemaFindings(root);
        var types = Types(schema);
        if (value is null)
        {
            CheckNull(found, schema, types, path);
            return found;
        }

        Run(found, types.Count > 0 || Format(schema).Length > 0, part => CheckType(part, value, schema, types, path));
        Run(found, true, part => CheckCombinations(part, value, schema, path));
        switch (value)
        {
            case JsonArray items:
                Run(found, true, part => CheckItems(part, items, schema, path));
                CheckEnum(found, value, schema, path);
                break;
            case JsonObject members:
                CheckEnum(found, value, schema, path);
                Run(found, true, part => CheckMembers(part, members, schema, path));
                break;
            default:
                var isText = value.GetValueKind() == JsonValueKind.String;
                Run(found, isText, part => ScalarChecks.Text(part, value.GetValue<string>(), schema, path));
                Run(found, isText && Format(schema).Length > 0, part => ScalarChecks.Format(part, value.GetValue<string>(), Format(schema), path));
                Run(found, value.GetValueKind() == JsonValueKind.Number, part => ScalarChecks.Number(part, value, schema, path));
                CheckEnum(found, value, schema, path);
                break;
        }

        found.Count();
        return found;
    }

    private void Run(SchemaFindings found, bool applies, Action<SchemaFindings> check)
    {
        if (!applies)
        {
            return;
        }

        var part = new SchemaFindings(root);
        check(part);
        found.Merge(part);
        found.Count();
    }

    private static List<string> Types(JsonObject schema) =>
        schema.Flag("x-kubernetes-int-or-string") ? ["integer", "string"] : schema.Text("type") is { Length: > 0 } type ? [type] : [];

    private static string Format(JsonObject schema) => TextFormats.Known(schema.Text("type"), schema.Text("format"));

    private static void CheckNull(SchemaFindings found, JsonObject schema, List<string> types, string path)
    {
        if (types.Count > 0 && !schema.Flag("nullable"))
        {
            found.WrongType(path, string.Join(",", types), "null");
        }

        CheckEnum(found, null, schema, path);
    }

    private static void CheckType(SchemaFindings found, JsonNode value, JsonObject schema, List<string> types, string path)
    {
        var (type, ownFormat) = TypeOf(value);
        var format = Format(schema);
        var fits = types.Contains(type)
            || (type == "number" && types.Contains("integer") && IsWhole(value))
            || (type == "integer" && types.Contains("number"));
        var isBare = value is JsonArray || type == "string";
        if (!isBare && format.Length > 0 && !fits && ownFormat != format)
        {
            found.WrongType(path, format, ownFormat);
        }
        else if (isBare && format.Length > 0 && !types.Contains("number") && !types.Contains("integer"))
        {
            found.Count();
        }
        else if (!fits)
        {
            found.WrongType(path, string.Join(",", types), type);
        }
        else
        {
            found.Count();
        }
    }

    private static (string Type, string Format) TypeOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => ("string", ""),
        JsonValueKind.True or JsonValueKind.False => ("boolean", ""),
        JsonValueKind.Array => ("array", ""),
        JsonValueKind.Number => value.AsInteger() is null ? ("number", "float64") : ("integer", "int64"),
        _ => ("object", ""),
    };

    private static bool IsWhole(JsonNode value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) is var number && number == Math.Floor(number);

    private static void CheckEnum(SchemaFindings found, JsonNode? value, JsonObject schema, string path)
    {
        if (schema["enum"] is JsonArray { Count: > 0 } allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value)))
        {
            found.NotOneOf(path, value, allowed);
        }

        found.Count();
    }

    private void CheckItems(SchemaFindings found, JsonArray items, JsonObject schema, string path)
    {
        if (schema.Child("items") is { } each)
        {
            for (var index = 0; index < items.Count; index++)
            {
                found.Merge(Validate(items[index], each, $"{path}[{index}]"));
            }
        }

        if (schema.Integer("minItems") is { } least && items.Count < least)
        {
            found.Broken(path, items.Count, $"should have at least {least} items");
        }

        if (schema.Integer("maxItems") is { } most && items.Count > most)
        {
            found.TooMany(path, items.Count, most);
        }

        found.Count();
    }

    private void CheckMembers(SchemaFindings found, JsonObject members, JsonObject schema, string path)
    {
        if (schema.Integer("minProperties") is { } least && members.Count < least)
        {
            found.Broken(path, members.Count, $"should have at least {least} properties");
        }

        if (schema.Integer("maxProperties") is { } most && members.Count > most)
        {
            found.TooMany(path, members.Count, most);
        }

        var properties = schema.Child("properties") ?? [];
        foreach (var (name, value) in members)
        {
            if (properties[name] is JsonObject property)
            {
                found.Merge(Validate(value, property, path.Length == 0 ? name : $"{path}.{name}"));
            }
            else if (schema.Child("additionalProperties") is { } additional)
            {
                found.Merge(Validate(value, additional, $"{path}.{name}"));
            }
        }

        foreach (var name in schema.Texts("required").Where(name => !members.ContainsKey(name)))
        {
            found.Missing($"{path}.{name}");
        }
    }

    private void CheckCombinations(SchemaFindings found, JsonNode value, JsonObject schema, string path)
    {
        var quoted = Kinds.Rules.FieldReport.Quote(path);
        var any = schema.Children("anyOf").Select(one => Validate(value, one, path)).ToList();
        if (any.Count > 0)
        {
            var first = any.Find(one => one.IsValid);
            if (first is null)
            {
                found.Say($"{quoted} must validate at least one schema (anyOf)");
            }

            found.Merge(first ?? Nearest(any));
        }

        CheckOneOf(found, [.. schema.Children("oneOf").Select(one => Validate(value, one, path))], quoted);
        var all = schema.Children("allOf").Select(one => Validate(value, one, path)).ToList();
        all.ForEach(found.Merge);
        if (all.Exists(one => !one.IsValid))
        {
            found.Say($"{quoted} must validate all the schemas (allOf){(all.TrueForAll(one => !one.IsValid) ? ". None validated" : "")}");
        }

        if (schema.Child("not") is { } not && Validate(value, not, path).IsValid)
        {
            found.Say($"{quoted} must not validate the schema (not)");
        }

        found.Count();
    }

    private static void CheckOneOf(SchemaFindings found, List<SchemaFindings> one, string quoted)
    {
        if (one.Count == 0)
        {
            return;
        }

        var valid = one.Count(each => each.IsValid);
        if (valid != 1)
        {
            found.Say($"{quoted} must validate one and only one schema (oneOf). {(valid == 0 ? "Found none valid" : $"Found {valid} valid alternatives")}");
        }

        if (valid < 2)
        {
            found.Merge(valid == 1 ? one.First(each => each.IsValid) : Nearest(one));
        }
    }

    // Of several that fail, the errors of the one that passed most checks are shown.
    private static SchemaFindings Nearest(List<SchemaFindings> failed) => failed.OrderByDescending(one => one.Matches).First();
}

using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>Finds what lists of type set or map hold twice, after upstream's schema/listtype.</summary>
internal static class ListTypes
{
    /// <summary>Every duplicate in an object.</summary>
    public static IEnumerable<FieldError> Check(JsonObject value, StructuralSchema schema) => Members(value, schema, "");

    private static IEnumerable<FieldError> Members(JsonObject members, StructuralSchema schema, string path) =>
        members.SelectMany(member => schema.Properties.TryGetValue(member.Key, out var inner)
            ? Inside(member.Value, inner, path.Length == 0 ? member.Key : $"{path}.{member.Key}")
            : schema.Additional is { } values ? Inside(member.Value, values, $"{path}[{member.Key}]") : []);

    private static IEnumerable<FieldError> Inside(JsonNode? value, StructuralSchema schema, string path) => value switch
    {
        JsonObject members => Members(members, schema, path),
        JsonArray items => Duplicates(items, schema, path).Concat(items.SelectMany((item, index) => schema.Items is { } each ? Inside(item, each, $"{path}[{index}]") : [])),
        _ => [],
    };

    private static IEnumerable<FieldError> Duplicates(JsonArray items, StructuralSchema schema, string path) => schema.ListType switch
    {
        "set" => Twice(items, path),
        "map" when Odd(items) is { } odd => [FieldError.Invalid($"{path}[{odd}]", SchemaFindings.Text(items[odd]), "must be an object for an array of list-type map")],
        "map" => Twice(items.Select(item => (JsonNode?)Key(item as JsonObject, schema.ListMapKeys)), path),
        _ => [],
    };

    private static int? Odd(JsonArray items)
    {
        var odd = items.ToList().FindIndex(item => item is not (null or JsonObject));
        return odd < 0 ? null : odd;
    }

    private static JsonObject Key(JsonObject? item, IReadOnlyList<string> keys) =>
        new JsonObject(keys.Where(key => item?.ContainsKey(key) == true).Select(key => KeyValuePair.Create(key, item?[key]?.DeepClone())));

    // Of what stands there more than twice, the second is named alone.
    private static IEnumerable<FieldError> Twice(IEnumerable<JsonNode?> items, string path)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, item) in items.Index())
        {
            var text = SchemaFindings.Text(item);
            var times = seen.GetValueOrDefault(text);
            seen[text] = times + 1;
            if (times == 1)
            {
                yield return FieldError.Duplicate($"{path}[{index}]", text);
            }
        }
    }
}

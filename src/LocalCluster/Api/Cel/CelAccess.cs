using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>Reads fields, keys and items of values.</summary>
internal static class CelAccess
{
    /// <summary>A node of an API object as a value of the language.</summary>
    public static object? Of(JsonNode? node)
    {
        if (node is not JsonValue leaf)
        {
            return node;
        }

        return leaf.GetValueKind() switch
        {
            JsonValueKind.String => leaf.GetValue<string>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => leaf.AsInteger() is { } whole ? whole : JsonSerializer.Deserialize<double>(leaf.ToJsonString()),
        };
    }

    /// <summary>The member of an object.</summary>
    public static object? Field(object? value, string name) => value switch
    {
        CelError => value,
        JsonObject members => members.TryGetPropertyValue(name, out var node) ? Of(node) : new CelError($"no such key: {name}"),
        _ => CelError.NoOverload,
    };

    /// <summary>Whether an object has a member.</summary>
    public static object? Has(object? value, string name) => value switch
    {
        CelError => value,
        JsonObject members => members.ContainsKey(name),
        _ => CelError.NoOverload,
    };

    /// <summary>The member of an object, or the item of a list.</summary>
    public static object? Index(object? value, object? index) => (value, index) switch
    {
        (CelError, _) => value,
        (_, CelError) => index,
        (JsonObject, string name) => Field(value, name),
        (JsonObject, _) => new CelError($"no such key: {index}"),
        (_, long at) when Items(value) is { } items => at >= 0 && at < items.Count ? items[(int)at] : new CelError($"index out of bounds: {at}"),
        _ => CelError.NoOverload,
    };

    /// <summary>The items of a list, or the keys of an object; null for all else.</summary>
    public static IReadOnlyList<object?>? Items(object? value) => value switch
    {
        JsonArray items => [.. items.Select(Of)],
        JsonObject members => [.. members.Select(member => member.Key)],
        IReadOnlyList<object?> items => items,
        _ => null,
    };
}

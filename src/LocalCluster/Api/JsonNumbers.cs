using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>Keeps numbers in a form that can be read in any width; numbers made by code know only the width they were made of.</summary>
internal static class JsonNumbers
{
    private const int Shared = 1024;

    // Most numbers of the API are small: each is parsed once.
    private static readonly JsonElement[] Small =
        [.. Enumerable.Range(0, Shared).Select(number => JsonElement.Parse(number.ToString(CultureInfo.InvariantCulture)))];

    /// <summary>A number that can be read in any width, from its JSON text.</summary>
    public static JsonValue? Read(string text) => JsonValue.Create(
        text.Length < 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (text.Length == 1 || text[0] != '0')
            ? Small[number]
            : JsonElement.Parse(text));

    /// <summary>Replaces, in place, every number inside that was made by code.</summary>
    public static void Settle(JsonNode node)
    {
        switch (node)
        {
            case JsonObject members:
                SettleMembers(members);
                break;
            case JsonArray items:
                SettleItems(items);
                break;
        }
    }

    private static void SettleMembers(JsonObject members)
    {
        for (var index = 0; index < members.Count; index++)
        {
            var (name, node) = members.GetAt(index);
            if (node is JsonObject or JsonArray)
            {
                Settle(node);
            }
            else if (IsNarrow(node))
            {
                members.SetAt(index, name, Settled(node));
            }
        }
    }

    private static void SettleItems(JsonArray items)
    {
        for (var index = 0; index < items.Count; index++)
        {
            if (items[index] is { } node and (JsonObject or JsonArray))
            {
                Settle(node);
            }
            else if (IsNarrow(items[index]))
            {
                items[index] = Settled(items[index]);
            }
        }
    }

    private static bool IsNarrow(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && !value.TryGetValue<JsonElement>(out _);

    private static JsonValue? Settled(JsonNode? node) => Read(node?.ToJsonString() ?? "null");
}

using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Patching;

/// <summary>Orders merged lists: items that the patch names as it names them, the others where the server had them.</summary>
internal static class ListOrder
{
    /// <summary>The items in a new list; <paramref name="server"/> is the list before the merge; null merge key: plain values.</summary>
    public static JsonArray Arrange(JsonArray items, JsonArray patchOrder, JsonArray server, string? mergeKey)
    {
        var all = items.Select(item => item?.DeepClone()).ToList();
        var named = Sorted(all.Where(item => Position(patchOrder, item, mergeKey) >= 0), patchOrder, mergeKey);
        var others = Sorted(all.Where(item => Position(patchOrder, item, mergeKey) < 0), server, mergeKey);
        var result = new JsonArray();
        var (left, right) = (0, 0);
        while (left < others.Count || right < named.Count)
        {
            var takesOther = right >= named.Count || (left < others.Count && Precedes(server, others[left], named[right], mergeKey));
            result.Add(takesOther ? others[left++] : named[right++]);
        }

        return result;
    }

    /// <summary>Where the item with this key stands, -1 when there is none.</summary>
    public static int IndexOf(JsonArray items, JsonNode? key, string mergeKey)
    {
        for (var index = 0; index < items.Count; index++)
        {
            if (items[index] is JsonObject item && JsonNode.DeepEquals(item[mergeKey], key))
            {
                return index;
            }
        }

        return -1;
    }

    private static List<JsonNode?> Sorted(IEnumerable<JsonNode?> items, JsonArray order, string? mergeKey) =>
        [.. items.OrderBy(item => Position(order, item, mergeKey) is >= 0 and var position ? position : int.MaxValue)];

    private static bool Precedes(JsonArray order, JsonNode? one, JsonNode? other, string? mergeKey)
    {
        var (first, second) = (Position(order, one, mergeKey), Position(order, other, mergeKey));
        return first >= 0 && second >= 0 && first < second;
    }

    private static int Position(JsonArray order, JsonNode? item, string? mergeKey)
    {
        if (mergeKey is not null)
        {
            return IndexOf(order, (item as JsonObject)?[mergeKey], mergeKey);
        }

        for (var index = 0; index < order.Count; index++)
        {
            if (JsonNode.DeepEquals(order[index], item))
            {
                return index;
            }
        }

        return -1;
    }
}

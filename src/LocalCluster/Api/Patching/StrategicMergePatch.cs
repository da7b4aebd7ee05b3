using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Patching;

/// <summary>Strategic merge patches: merge patches in which lists are merged by key, and directives delete, replace, retain and order, after k8s.io/apimachinery/pkg/util/strategicpatch.</summary>
public static class StrategicMergePatch
{
    private const string Marker = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string OrderPrefix = "$setElementOrder/";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";

    private static readonly FieldSchema Unknown = new(FieldType.Any);

    /// <summary>The original with the patch laid over it; throws <see cref="PatchProblem"/> with upstream's words when it does not fit. The patch is left alone.</summary>
    public static JsonObject Apply(JsonObject original, JsonObject patch, FieldSchema schema) =>
        MergeMap((JsonObject)original.DeepClone(), (JsonObject)patch.DeepClone(), schema);

    private static JsonObject MergeMap(JsonObject original, JsonObject patch, FieldSchema schema)
    {
        if (patch.TryGetPropertyValue(Marker, out var directive))
        {
            return Directed(directive?.ToString() ?? "", patch);
        }

        Retain(original, patch);
        foreach (var (key, order) in patch.Where(member => member.Key.StartsWith(OrderPrefix, StringComparison.Ordinal)).ToList())
        {
            patch.Remove(key);
            MergeOrdered(original, patch, key[OrderPrefix.Length..], order as JsonArray ?? throw BadFormat(OrderPrefix), schema);
        }

        foreach (var (key, value) in patch.ToList())
        {
            patch.Remove(key);
            MergeMember(original, key, value, schema);
        }

        return original;
    }

    private static JsonObject Directed(string directive, JsonObject patch)
    {
        patch.Remove(Marker);
        return directive switch
        {
            "replace" => patch,
            "delete" => [],
            _ => throw new PatchProblem($"unknown patch type found in patch: {directive}"),
        };
    }

    private static void Retain(JsonObject original, JsonObject patch)
    {
        if (!patch.Remove(RetainKeys, out var directive))
        {
            return;
        }

        var keys = (directive as JsonArray ?? throw BadFormat(RetainKeys)).Select(key => key?.ToString() ?? "").ToHashSet();
        var strays = patch.Where(member => member.Value is not null && !member.Key.StartsWith('$') && !keys.Contains(member.Key));
        if (strays.Any())
        {
            throw BadFormat(RetainKeys);
        }

        foreach (var name in original.Select(member => member.Key).Where(name => !keys.Contains(name)).ToList())
        {
            original.Remove(name);
        }
    }

    private static void MergeMember(JsonObject original, string key, JsonNode? value, FieldSchema schema)
    {
        if (key.StartsWith(DeletePrefix, StringComparison.Ordinal))
        {
            DeleteItems(original, key[DeletePrefix.Length..], value as JsonArray ?? throw BadFormat(DeletePrefix));
            return;
        }

        if (value is null)
        {
            original.Remove(key);
            return;
        }

        var old = original[key];
        var field = schema.Properties.GetValueOrDefault(key) ?? schema.Items ?? Unknown;
        var merged = (old, value) switch
        {
            (JsonObject before, JsonObject after) => MergeMap(before, after, field),
            (JsonArray before, JsonArray after) when IsMerged(field) => MergeList(before, after, field),
            _ => WithoutDirectives(value),
        };
        if (merged is null)
        {
            original.Remove(key);
        }
        else if (!ReferenceEquals(merged, old))
        {
            original[key] = merged;
        }
    }

    private static void DeleteItems(JsonObject original, string key, JsonArray doomed)
    {
        if (original[key] is JsonArray items)
        {
            var kept = items.Where(item => !doomed.Any(one => JsonNode.DeepEquals(one, item))).Select(item => item?.DeepClone()).ToArray();
            original[key] = new JsonArray(kept);
        }
    }

    // The order covers the items that the patch's author knows; the server's others keep their places among them.
    private static void MergeOrdered(JsonObject original, JsonObject patch, string key, JsonArray order, FieldSchema schema)
    {
        var field = schema.Properties.GetValueOrDefault(key) ?? Unknown;
        patch.Remove(key, out var newNode);
        var server = (JsonArray?)(original[key] as JsonArray)?.DeepClone() ?? [];
        if (patch.Remove(DeletePrefix + key, out var doomed) && doomed is JsonArray gone)
        {
            DeleteItems(original, key, gone);
        }

        var old = original[key] as JsonArray;
        var merged = (old, newNode as JsonArray) switch
        {
            (null, null) => null,
            ({ } before, null) => before,
            (null, { } after) => WithoutDirectives(after) as JsonArray,
            ({ } before, { } after) => IsMerged(field) ? MergeList(before, after, field) : after,
        };
        if (merged is not null)
        {
            original[key] = ListOrder.Arrange(merged, order, server, field.MergeKey);
        }
    }

    private static bool IsMerged(FieldSchema field) => field.MergeKey is not null || field.MergesAsSet;

    private static JsonArray MergeList(JsonArray original, JsonArray patch, FieldSchema field)
    {
        if (original.Count == 0 && patch.Count == 0)
        {
            return original;
        }

        var server = (JsonArray)original.DeepClone();
        var order = new JsonArray([.. patch.Where(item => (item as JsonObject)?.ContainsKey(Marker) != true).Select(item => item?.DeepClone())]);
        var merged = field.MergeKey is { } mergeKey ? MergeByKey(original, patch, mergeKey, field.Items ?? Unknown) : Unite(original, patch);
        return ListOrder.Arrange(merged, order, server, field.MergeKey);
    }

    private static JsonArray Unite(JsonArray original, JsonArray patch)
    {
        foreach (var item in patch.Where(item => !original.Any(one => JsonNode.DeepEquals(one, item))).ToList())
        {
            original.Add(item?.DeepClone());
        }

        return original;
    }

    private static JsonArray MergeByKey(JsonArray original, JsonArray patch, string mergeKey, FieldSchema items)
    {
        var plain = new List<JsonObject>();
        var replaces = false;
        foreach (var item in patch.Select(item => item as JsonObject ?? throw BadFormat("list")))
        {
            switch (item[Marker]?.ToString())
            {
                case null:
                    plain.Add(item);
                    break;
                case "delete":
                    DeleteByKey(original, mergeKey, Key(item, mergeKey));
                    break;
                case "replace":
                    replaces = true;
                    break;
                case var odd:
                    throw new PatchProblem($"unknown patch type found in patch: {odd}");
            }
        }

        if (replaces)
        {
            return new JsonArray([.. plain.Select(item => item.DeepClone())]);
        }

        plain.ForEach(item => MergeItem(original, item, mergeKey, items));
        return original;
    }

    private static void DeleteByKey(JsonArray original, string mergeKey, JsonNode key)
    {
        while (ListOrder.IndexOf(original, key, mergeKey) is >= 0 and var index)
        {
            original.RemoveAt(index);
        }
    }

    private static void MergeItem(JsonArray original, JsonObject item, string mergeKey, FieldSchema items)
    {
        var index = ListOrder.IndexOf(original, Key(item, mergeKey), mergeKey);
        if (index < 0)
        {
            original.Add(WithoutDirectives(item));
            return;
        }

        var before = (JsonObject)(original[index] ?? new JsonObject()).DeepClone();
        original[index] = MergeMap(before, (JsonObject)item.DeepClone(), items);
    }

    private static JsonNode Key(JsonObject item, string mergeKey) =>
        item[mergeKey] ?? throw new PatchProblem($"map: {GoText.Of(item)} does not contain declared merge key: {mergeKey}");

    private static JsonNode? WithoutDirectives(JsonNode? node) => node switch
    {
        JsonObject members when members.ContainsKey(Marker) => null,
        JsonObject members => new JsonObject(members
            .Where(member => member.Value is not null && !member.Key.StartsWith('$'))
            .Select(member => KeyValuePair.Create(member.Key, WithoutDirectives(member.Value)))
            .Where(member => member.Value is not null)),
        JsonArray items => new JsonArray([.. items.Where(item => (item as JsonObject)?.ContainsKey(Marker) != true).Select(WithoutDirectives)]),
        _ => node?.DeepClone(),
    };

    private static PatchProblem BadFormat(string directive) => new($"invalid patch format of {directive.TrimEnd('/')}");
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Autoscale.Testing.Recordings;

/// <summary>What a write of a pod or claim in a namespace with limit ranges was answered, as a text that is the same for answers that say the same.</summary>
public static partial class LimitRangeAnswer
{
    /// <summary>Every answer that was recorded of a write.</summary>
    public static IReadOnlyList<string> Recorded(JsonElement recorded) => [.. Results(recorded).Select(Of)];

    /// <summary>The recorded results of a write, as they are.</summary>
    public static IEnumerable<JsonElement> Results(JsonElement recorded) =>
        recorded.TryGetProperty("variants", out var variants) ? variants.EnumerateArray() : [recorded.GetProperty("result")];

    /// <summary>A refusal; its reasons may come in any order.</summary>
    public static string Of(int code, string message) =>
        $"{code} {string.Join("; ", Reasons().Split(message.TrimEnd(']').Replace(": [", ": , ", StringComparison.Ordinal)).Order(StringComparer.Ordinal))}";

    /// <summary>What the recordings keep of an object, its members in order.</summary>
    public static string Of(JsonObject target)
    {
        var parts = new JsonObject { ["annotation"] = target["metadata"]?["annotations"]?["kubernetes.io/limit-ranger"]?.DeepClone() };
        parts["resources"] = Sorted(target["spec"]?["resources"]);
        foreach (var list in (string[])["containers", "initContainers"])
        {
            parts[list] = new JsonArray([.. (target["spec"]?[list]?.AsArray() ?? []).Select(container => Sorted(container!["resources"]))]);
        }

        return parts.ToJsonString();
    }

    private static string Of(JsonElement result) => result.GetProperty("allowed").GetBoolean()
        ? Of(JsonNode.Parse(result.GetProperty("object").GetRawText())!.AsObject())
        : Of(result.GetProperty("code").GetInt32(), result.GetProperty("message").GetString()!);

    private static JsonNode? Sorted(JsonNode? node) => node is not JsonObject members ? node?.DeepClone() : members.Count == 0 ? null
        : new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value))));

    [GeneratedRegex(", (?=minimum |maximum |[^ ]+ max limit to request ratio)")]
    private static partial Regex Reasons();
}

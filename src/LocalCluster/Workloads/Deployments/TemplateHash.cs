using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Workloads.Deployments;

/// <summary>Names a pod template: the same content gives the same ten characters, in whatever order its members stand.</summary>
internal static class TemplateHash
{
    /// <summary>The label that carries the hash.</summary>
    public const string Label = "pod-template-hash";

    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>The hash of the template; the collision count gives another one when two templates share theirs.</summary>
    public static string Of(JsonNode? template, int collisions)
    {
        var hash = 2166136261u;
        foreach (var value in Encoding.UTF8.GetBytes($"{Canonical(template)}#{collisions}"))
        {
            hash = unchecked((hash ^ value) * 16777619);
        }

        return string.Concat(hash.ToString("D10", CultureInfo.InvariantCulture).Select(digit => Alphabet[digit % Alphabet.Length]));
    }

    /// <summary>Whether two templates are the same but for the label that carries the hash.</summary>
    public static bool AreSame(JsonNode? left, JsonNode? right) => JsonNode.DeepEquals(WithoutLabel(left), WithoutLabel(right));

    private static JsonNode? WithoutLabel(JsonNode? template)
    {
        if (template.At("metadata", "labels", Label) is null)
        {
            return template;
        }

        var copy = template?.DeepClone();
        (copy.At("metadata", "labels") as JsonObject)?.Remove(Label);
        return copy;
    }

    private static string Canonical(JsonNode? node) => node switch
    {
        JsonObject map => $"{{{string.Join(',', map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(Member))}}}",
        JsonArray list => $"[{string.Join(',', list.Select(Canonical))}]",
        null => "null",
        _ => node.ToJsonString(),
    };

    private static string Member(KeyValuePair<string, JsonNode?> pair) =>
        $"\"{JsonEncodedText.Encode(pair.Key)}\":{Canonical(pair.Value)}";
}

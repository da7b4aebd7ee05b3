using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Patching;

/// <summary>Prints JSON as Go prints maps and slices with %v, as upstream's messages show patches.</summary>
internal static class GoText
{
    /// <summary>The text, e.g. map[spec:map[replicas:3]].</summary>
    public static string Of(JsonNode? node) => node switch
    {
        null => "<nil>",
        JsonObject members => $"map[{string.Join(' ', members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}:{Of(member.Value)}"))}]",
        JsonArray items => $"[{string.Join(' ', items.Select(Of))}]",
        _ => node.ToString(),
    };
}

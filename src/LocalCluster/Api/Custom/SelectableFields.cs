using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>The fields beyond name and namespace by which custom objects can be selected.</summary>
internal static class SelectableFields
{
    /// <summary>Those of a version, by label.</summary>
    public static IReadOnlyDictionary<string, Func<JsonObject, string>> Of(JsonObject version)
    {
        var result = new Dictionary<string, Func<JsonObject, string>>(StringComparer.Ordinal);
        foreach (var path in version.Children("selectableFields").Select(field => field.Text("jsonPath")))
        {
            if (JsonPathText.Parse(path) is { } parsed)
            {
                result[path.TrimStart('.')] = value => JsonPathText.Plain(parsed.Find(value).FirstOrDefault());
            }
        }

        return result;
    }
}

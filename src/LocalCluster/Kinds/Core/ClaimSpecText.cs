using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>A claim's specification as upstream shows it to users whose change it refuses: its internal type, whose fields carry their Go names.</summary>
internal static class ClaimSpecText
{
    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] SourceFields = ["apiGroup", "kind", "name"];

    /// <summary>The text, a line a field.</summary>
    public static string Of(JsonObject spec) => new JsonObject
    {
        ["AccessModes"] = spec["accessModes"]?.DeepClone(),
        ["Selector"] = spec["selector"]?.DeepClone(),
        ["Resources"] = new JsonObject { ["Limits"] = Sorted(spec, "limits"), ["Requests"] = Sorted(spec, "requests") },
        ["VolumeName"] = spec.TextAt("volumeName"),
        ["StorageClassName"] = spec["storageClassName"]?.DeepClone(),
        ["VolumeMode"] = spec["volumeMode"]?.DeepClone(),
        ["DataSource"] = Source(spec.PartAt("dataSource")),
        ["DataSourceRef"] = Source(spec.PartAt("dataSourceRef"), "namespace"),
        ["VolumeAttributesClassName"] = spec["volumeAttributesClassName"]?.DeepClone(),
    }.ToJsonString(Pretty);

    private static JsonObject? Sorted(JsonObject spec, string side) => spec.PartAt($"resources.{side}") is { } amounts
        ? new(amounts.OrderBy(amount => amount.Key, StringComparer.Ordinal).Select(amount => KeyValuePair.Create(amount.Key, amount.Value?.DeepClone())))
        : null;

    private static JsonObject? Source(JsonObject? source, params string[] others) => source is null ? null : new(
        SourceFields.Concat(others).Select(field => KeyValuePair.Create(
            field == "apiGroup" ? "APIGroup" : char.ToUpperInvariant(field[0]) + field[1..], source[field]?.DeepClone())));
}

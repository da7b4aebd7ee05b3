using System.Text.Json;
using System.Text.Json.Serialization;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Targeting;

/// <summary>Reads the selector of a controller, also that of a replication controller, which is the labels alone.</summary>
internal sealed class WorkloadSelectorConverter : JsonConverter<LabelSelectorSpec>
{
    /// <inheritdoc />
    public override LabelSelectorSpec? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var ahead = reader;
        return IsLabels(ref ahead)
            ? new() { MatchLabels = JsonSerializer.Deserialize(ref reader, VpaJson.Default.IReadOnlyDictionaryStringString) }
            : JsonSerializer.Deserialize(ref reader, VpaJson.Default.LabelSelectorSpec);
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, LabelSelectorSpec value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, VpaJson.Default.LabelSelectorSpec);

    // The members of a structured selector are objects and lists.
    private static bool IsLabels(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.StartObject
        && reader.Read() && reader.TokenType == JsonTokenType.PropertyName
        && reader.Read() && reader.TokenType == JsonTokenType.String;
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autoscale.Metrics;

/// <summary>Takes a value from a JSON text or, digit by digit as it is written, from a JSON number.</summary>
public sealed class ReportedValueConverter : JsonConverter<string>
{
    /// <inheritdoc />
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString() ?? "",
        JsonTokenType.Number when !reader.HasValueSequence => Encoding.ASCII.GetString(reader.ValueSpan),
        JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSequence),
        _ => throw new JsonException(),
    };

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

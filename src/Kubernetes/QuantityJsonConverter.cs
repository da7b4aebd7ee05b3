using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autoscale.Kubernetes;

/// <summary>Reads a quantity from a JSON string or number and writes its canonical form.</summary>
public sealed class QuantityJsonConverter : JsonConverter<Quantity>
{
    private const int LongestOnStack = 256;

    /// <inheritdoc />
    public override bool HandleNull => true;

    /// <summary>Reads the token's text as it stands, spaces around it ignored; null is zero; throws <see cref="JsonException"/> with Kubernetes' own text.</summary>
    public override Quantity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        // As upstream, which reads the literal between the quotes: an escaped character is not a digit.
        var utf8 = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        var buffer = utf8.Length <= LongestOnStack ? stackalloc char[LongestOnStack] : new char[utf8.Length];
        var text = buffer[..Encoding.UTF8.GetChars(utf8, buffer)];
        return Quantity.TryParse(((ReadOnlySpan<char>)text).Trim(), out var value, out var error) ? value : throw new JsonException(error);
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, Quantity value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

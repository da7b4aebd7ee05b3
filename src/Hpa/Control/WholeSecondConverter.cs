using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autoscale.Hpa.Control;

/// <summary>Writes times as the API does: UTC, in whole seconds.</summary>
internal sealed class WholeSecondConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}

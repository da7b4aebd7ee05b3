using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autoscale.Kubernetes.Models;

/// <summary>Writes a time as metav1.Time does: UTC in whole seconds, cut off.</summary>
public sealed class KubeTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc />
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Autoscale.Metrics.Apis;

/// <summary>An answer of one of the APIs: an HTTP code and JSON.</summary>
internal readonly record struct ApiAnswer(int Code, ReadOnlyMemory<byte> Json)
{
    public static ApiAnswer Of<T>(T value, JsonTypeInfo<T> type) => new(200, JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static ApiAnswer Of(Refusal refusal) => new(refusal.Code, JsonSerializer.SerializeToUtf8Bytes(refusal, MetricsJson.Default.Refusal));

    public static ApiAnswer OfText(string json) => new(200, System.Text.Encoding.UTF8.GetBytes(json));
}

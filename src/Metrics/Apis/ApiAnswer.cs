using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Autoscale.Metrics.Apis;

/// <summary>An answer of one of the APIs: an HTTP code and a body, JSON for all but health checks.</summary>
internal readonly record struct ApiAnswer(int Code, string MediaType, ReadOnlyMemory<byte> Body)
{
    private const string Json = "application/json";

    public static ApiAnswer Of<T>(T value, JsonTypeInfo<T> type) => Of(200, value, type);

    public static ApiAnswer Of(Refusal refusal) => Of(refusal.Code, refusal, MetricsJson.Default.Refusal);

    public static ApiAnswer OfText(string text) => new(200, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    private static ApiAnswer Of<T>(int code, T value, JsonTypeInfo<T> type)
    {
        // The line end is part of what the API server writes, too.
        byte[] json = [.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n'];
        return new(code, Json, json);
    }
}

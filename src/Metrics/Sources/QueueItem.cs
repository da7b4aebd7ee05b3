using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autoscale.Metrics.Sources;

/// <summary>One queue of the management API; counts are kept as they came, since one bad number must not spoil the others.</summary>
internal sealed record QueueItem
{
    public required string Name { get; init; }

    public required string Vhost { get; init; }

    public JsonElement Messages { get; init; }

    [JsonPropertyName("messages_ready")]
    public JsonElement Ready { get; init; }

    [JsonPropertyName("messages_unacknowledged")]
    public JsonElement Unacknowledged { get; init; }
}

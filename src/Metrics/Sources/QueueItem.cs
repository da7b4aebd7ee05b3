using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autoscale.Metrics.Sources;

/// <summary>One queue of the management API; counts are kept as they came, since one bad number must not spoil the others.</summary>
internal sealed record QueueItem
{
    public required string Name { get; init; }

    public required string Vhost { get; init; }

    /// <summary>classic, quorum or stream; null where the broker is too old to say.</summary>
    public string? Type { get; init; }

    public JsonElement Messages { get; init; }

    [JsonPropertyName("messages_ready")]
    public JsonElement Ready { get; init; }

    [JsonPropertyName("messages_unacknowledged")]
    public JsonElement Unacknowledged { get; init; }

    /// <summary>The waiting messages as the queue itself counts them at this moment; null where only the API's number is known.</summary>
    [JsonIgnore]
    public long? ReadyNow { get; init; }

    /// <summary>Whether the API's numbers are no numbers yet, though they look like zeros.</summary>
    [JsonIgnore]
    public bool IsUncounted { get; init; }
}

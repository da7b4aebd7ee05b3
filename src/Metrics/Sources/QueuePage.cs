using System.Text.Json.Serialization;

namespace Autoscale.Metrics.Sources;

/// <summary>One page of the management API's list of queues.</summary>
internal sealed record QueuePage
{
    public required IReadOnlyList<QueueItem?> Items { get; init; }

    [JsonPropertyName("page_count")]
    public required int PageCount { get; init; }
}

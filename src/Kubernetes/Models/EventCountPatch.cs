using System.Text.Json.Serialization;

namespace Autoscale.Kubernetes.Models;

/// <summary>What changes in a stored event when it happens again.</summary>
public sealed record EventCountPatch
{
    /// <summary>How often it happened by now.</summary>
    public int Count { get; init; }

    /// <summary>When it happened last, in whole seconds.</summary>
    [JsonConverter(typeof(KubeTimeConverter))]
    public DateTimeOffset? LastTimestamp { get; init; }

    /// <summary>The last message; that of an aggregated event changes.</summary>
    public string? Message { get; init; }
}

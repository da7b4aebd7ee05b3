using System.Text.Json.Serialization;

namespace Autoscale.Kubernetes.Models;

/// <summary>Where a daemon of a node listens.</summary>
public sealed record DaemonEndpoint
{
    /// <summary>Its port; 0 when the node does not tell. The API spells it with a capital.</summary>
    [JsonPropertyName("Port")]
    public int Port { get; init; }
}

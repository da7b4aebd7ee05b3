using System.Text.Json.Serialization;

namespace Autoscale.Kubernetes.Models;

/// <summary>Who holds a lease, since when and for how long.</summary>
public sealed record LeaseSpec
{
    /// <summary>The holder; null when nobody holds it, which is written so that a merge patch clears it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? HolderIdentity { get; init; }

    /// <summary>Seconds after which a lease that was not renewed may be taken.</summary>
    public int? LeaseDurationSeconds { get; init; }

    /// <summary>When the holder took it.</summary>
    [JsonConverter(typeof(KubeMicroTimeConverter))]
    public DateTimeOffset? AcquireTime { get; init; }

    /// <summary>When the holder renewed it last.</summary>
    [JsonConverter(typeof(KubeMicroTimeConverter))]
    public DateTimeOffset? RenewTime { get; init; }

    /// <summary>How often it went from one holder to another.</summary>
    public int? LeaseTransitions { get; init; }
}

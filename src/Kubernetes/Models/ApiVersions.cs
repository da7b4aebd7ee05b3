using System.Text.Json.Serialization;

namespace Autoscale.Kubernetes.Models;

/// <summary>What the API answers when asked for the versions of a group.</summary>
public sealed record ApiVersions
{
    /// <summary>The versions.</summary>
    public IReadOnlyList<ApiVersion> Versions { get => field ?? []; init => field = value.Filled(); }

    /// <summary>The one that clients should use; null where the server names none.</summary>
    public ApiVersion? PreferredVersion { get; init; }

    /// <summary>The versions, the preferred one first.</summary>
    [JsonIgnore]
    public IEnumerable<string> InOrder => Versions.Select(v => v.Version).OrderByDescending(v => v == PreferredVersion?.Version);
}

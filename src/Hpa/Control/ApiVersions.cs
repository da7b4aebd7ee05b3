using System.Text.Json.Serialization;

namespace Autoscale.Hpa.Control;

/// <summary>What the API answers when asked for the versions of a group.</summary>
internal sealed record ApiVersions
{
    public IReadOnlyList<GroupVersion> Versions { get => field ?? []; init; }

    public GroupVersion? PreferredVersion { get; init; }

    /// <summary>The versions, the preferred one first.</summary>
    [JsonIgnore]
    public IEnumerable<string> InOrder => Versions.Select(v => v.Version).OrderByDescending(v => v == PreferredVersion?.Version);

    internal sealed record GroupVersion
    {
        public string Version { get => field ?? ""; init; }
    }
}

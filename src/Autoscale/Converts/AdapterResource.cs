using System.Text.Json.Serialization;

namespace Autoscale.Converts;

/// <summary>A resource of the API, in the singular or the plural.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AdapterResource
{
    /// <summary>Its group, "" for core.</summary>
    public string Group { get => field ?? ""; init; }

    /// <summary>Its name.</summary>
    public string Resource { get => field ?? ""; init; }
}

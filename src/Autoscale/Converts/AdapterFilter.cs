using System.Text.Json.Serialization;

namespace Autoscale.Converts;

/// <summary>A condition on the name of a series; one of the two is set.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AdapterFilter
{
    /// <summary>The name must match.</summary>
    public string Is { get => field ?? ""; init; }

    /// <summary>The name must not match.</summary>
    public string IsNot { get => field ?? ""; init; }
}

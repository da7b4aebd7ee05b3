using System.Text.Json.Serialization;

namespace Autoscale.Converts;

/// <summary>How a metric is named after its series.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AdapterName
{
    /// <summary>What the series' name must match.</summary>
    public string Matches { get => field ?? ""; init; }

    /// <summary>The metric's name, with groups of the match in it.</summary>
    public string As { get => field ?? ""; init; }
}

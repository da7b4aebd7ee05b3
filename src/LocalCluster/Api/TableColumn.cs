using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>One column of a server-side table; priority above 0 shows with -o wide only; the cell is made from the object and the time of the request.</summary>
public sealed record TableColumn(
    string Name,
    string Type,
    string Format,
    int Priority,
    string Description,
    Func<JsonObject, DateTimeOffset, JsonNode?> Cell);

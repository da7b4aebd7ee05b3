using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>What surrounds a table's rows: the list's metadata, whether rows carry their objects (None, Metadata, Object), and the moment that ages refer to.</summary>
internal sealed record TableOptions(JsonObject Metadata, string IncludeObject, DateTimeOffset Now)
{
    /// <summary>Reads the query; refuses other values of includeObject.</summary>
    public static TableOptions Of(ApiRequest request, JsonObject metadata, DateTimeOffset now)
    {
        var include = request.Query("includeObject");
        return include is "" or "None" or "Metadata" or "Object"
            ? new TableOptions(metadata, include.Length == 0 ? "Metadata" : include, now)
            : throw Refusals.BadRequest($"unrecognized includeObject value: \"{include}\"");
    }
}

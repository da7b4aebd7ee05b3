using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Shows objects as the server-side tables that kubectl prints.</summary>
internal static class Tables
{
    private static readonly IReadOnlyList<TableColumn> NameAndAge =
    [
        new("Name", "string", "name", 0, "Name must be unique within a namespace.", (value, _) => value.Child("metadata").Text("name")),
        new("Created At", "date", "", 0, "CreationTimestamp is the time when this object was created.", (value, _) => value.Child("metadata").Text("creationTimestamp")),
    ];

    /// <summary>A table of objects; without column definitions when <paramref name="hasColumns"/> is false, as watches leave them out after the first event.</summary>
    public static JsonObject Of(ResourceKind kind, IEnumerable<JsonObject> objects, TableOptions options, bool hasColumns = true)
    {
        var columns = kind.Columns.Count > 0 ? kind.Columns : NameAndAge;
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = options.Metadata,
            ["columnDefinitions"] = hasColumns ? new JsonArray([.. columns.Select(Definition)]) : null,
            ["rows"] = new JsonArray([.. objects.Select(one => Row(columns, one, options))]),
        };
    }

    /// <summary>The metadata of an object alone.</summary>
    public static JsonObject MetadataOf(JsonObject value) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = value["metadata"]?.DeepClone(),
    };

    private static JsonObject Definition(TableColumn column) => new JsonObject
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["format"] = column.Format,
        ["description"] = column.Description,
        ["priority"] = column.Priority,
    };

    private static JsonObject Row(IReadOnlyList<TableColumn> columns, JsonObject value, TableOptions options)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(column => column.Cell(value, options.Now))]) };
        if (options.IncludeObject != "None")
        {
            row["object"] = options.IncludeObject == "Object" ? value.DeepClone() : MetadataOf(value);
        }

        return row;
    }
}

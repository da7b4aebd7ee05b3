using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>The table columns of a custom resource: its name, then those of its definition, or its age when there are none; after upstream's customresource/tableconvertor.</summary>
internal static class CustomColumns
{
    /// <summary>The columns of a version.</summary>
    public static IReadOnlyList<TableColumn> Of(JsonObject version)
    {
        var own = version.Children("additionalPrinterColumns").Select(Column).ToList();
        return [Columns.Name, .. own.Count > 0 ? own : [Columns.Age with { Type = "date" }]];
    }

    private static TableColumn Column(JsonObject column)
    {
        var path = column.Text("jsonPath");
        var description = column.Text("description") is { Length: > 0 } text ? text : $"Custom resource definition column (in JSONPath format): {path}";
        var type = column.Text("type");
        var parsed = JsonPathText.Parse(path);
        return new TableColumn(
            column.Text("name"),
            type,
            column.Text("format"),
            (int)(column.Integer("priority") ?? 0),
            description,
            (value, now) => parsed?.Find(value).Take(1).ToList() is [{ } found] ? Cell(type, found, now) : null);
    }

    private static JsonNode? Cell(string type, JsonNode value, DateTimeOffset now) => (type, value.GetValueKind()) switch
    {
        ("string", _) => JsonPathText.Plain(value),
        ("integer", JsonValueKind.Number) => Whole(value),
        ("number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False) => value.DeepClone(),
        ("date", JsonValueKind.String) => Columns.AgeOf(value.GetValue<string>(), now) is var age && age == "<unknown>" ? "<invalid>" : age,
        _ => null,
    };

    private static JsonNode? Whole(JsonNode value)
    {
        var number = double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
        return value.AsInteger() ?? (Math.Abs(number) < long.MaxValue ? (long)number : null);
    }
}

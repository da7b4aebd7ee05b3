using System.Globalization;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds;

/// <summary>Makes the columns of server-side tables, and the cell texts that several kinds share.</summary>
public static class Columns
{
    /// <summary>What stands in a cell without value.</summary>
    public const string None = "<none>";

    private const string NameText = "Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";
    private const string CreatedText = "CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";

    /// <summary>The Name column.</summary>
    public static TableColumn Name { get; } = new("Name", "string", "name", 0, NameText, (value, _) => value.TextAt("metadata.name"));

    /// <summary>The Age column.</summary>
    public static TableColumn Age { get; } =
        new("Age", "string", "", 0, CreatedText, (value, now) => AgeOf(value.TextAt("metadata.creationTimestamp"), now));

    /// <summary>A column of strings.</summary>
    public static TableColumn Text(string name, string description, Func<JsonObject, string> cell) =>
        new(name, "string", "", 0, description, (value, _) => cell(value));

    /// <summary>A column of strings that only -o wide shows.</summary>
    public static TableColumn Wide(string name, string description, Func<JsonObject, string> cell) =>
        new(name, "string", "", 1, description, (value, _) => cell(value));

    /// <summary>A column of numbers that upstream declares as strings.</summary>
    public static TableColumn Count(string name, string description, string path) =>
        Count(name, description, value => value.NumberAt(path) ?? 0);

    /// <summary>A column of numbers that upstream declares as strings.</summary>
    public static TableColumn Count(string name, string description, Func<JsonObject, long> cell) =>
        new(name, "string", "", 0, description, (value, _) => cell(value));

    /// <summary>A column of integers.</summary>
    public static TableColumn Integer(string name, string description, string path) =>
        Integer(name, description, value => value.NumberAt(path) ?? 0);

    /// <summary>A column of integers.</summary>
    public static TableColumn Integer(string name, string description, Func<JsonObject, long> cell) =>
        new(name, "integer", "", 0, description, (value, _) => cell(value));

    /// <summary>A string, or &lt;none&gt; when it is empty.</summary>
    public static string OrNone(string text) => text.Length == 0 ? None : text;

    /// <summary>The time since a moment as kubectl words it ("3m54s"), or &lt;unknown&gt;.</summary>
    public static string AgeOf(string moment, DateTimeOffset now) =>
        DateTimeOffset.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
            ? ShortDuration.Format(now - start)
            : "<unknown>";

    /// <summary>The time since a moment, or &lt;none&gt; when there was none.</summary>
    public static string SinceOrNone(string moment, DateTimeOffset now) => moment.Length == 0 ? None : AgeOf(moment, now);

    /// <summary>A label map as a selector text ("a=b,c=d"), or &lt;none&gt;.</summary>
    public static string Labels(JsonObject? labels) => labels is null || labels.Count == 0
        ? None
        : string.Join(",", labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value.AsText()}"));

    /// <summary>A structured selector as text, or &lt;none&gt;.</summary>
    public static string Selector(JsonObject? selector)
    {
        var parts = (selector.PartAt("matchLabels") ?? [])
            .OrderBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => $"{label.Key}={label.Value.AsText()}")
            .Concat(selector.PartsAt("matchExpressions").Select(Requirement));
        return OrNone(string.Join(",", parts));
    }

    /// <summary>The names of a pod template's containers.</summary>
    public static string ContainerNames(JsonObject value) => Containers(value, "name");

    /// <summary>The images of a pod template's containers.</summary>
    public static string ContainerImages(JsonObject value) => Containers(value, "image");

    private static string Containers(JsonObject value, string field) =>
        string.Join(",", value.PartsAt("spec.template.spec.containers").Select(container => container.TextAt(field)));

    private static string Requirement(JsonObject requirement)
    {
        var key = requirement.TextAt("key");
        var values = string.Join(",", requirement.TextsAt("values").Order(StringComparer.Ordinal));
        return requirement.TextAt("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "Exists" => key,
            _ => $"!{key}",
        };
    }
}

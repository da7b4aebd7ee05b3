using System.Globalization;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>What checking one value found: the errors, and how many checks it passed, by which the nearest of several schemas is told; worded as kube-openapi and apiextensions/validation do.</summary>
internal sealed class SchemaFindings(string root)
{
    /// <summary>The errors, in the order in which they were found.</summary>
    public List<FieldError> Errors { get; } = [];

    /// <summary>How many checks were passed.</summary>
    public int Matches { get; private set; }

    /// <summary>Whether nothing was wrong.</summary>
    public bool IsValid => Errors.Count == 0;

    /// <summary>Counts a check that was made.</summary>
    public void Count() => Matches++;

    /// <summary>Takes over what another check found.</summary>
    public void Merge(SchemaFindings other)
    {
        Errors.AddRange(other.Errors);
        Matches += other.Matches;
    }

    /// <summary>A value of the wrong type (or format).</summary>
    public void WrongType(string path, string types, string found)
    {
        var value = FieldReport.Quote(found);
        Add("FieldValueTypeInvalid", Field(path), $"Invalid value: {value}: {path} in body must be of type {types}: {value}");
    }

    /// <summary>A value that breaks a rule, whose text follows the path.</summary>
    public void Broken(string path, JsonNode? value, string rule) =>
        Errors.Add(FieldError.Invalid(Field(path), value is null ? "\"\"" : Text(value), $"{path} in body {rule}"));

    /// <summary>A value that is none of those allowed.</summary>
    public void NotOneOf(string path, JsonNode? value, IEnumerable<JsonNode?> allowed) =>
        Errors.Add(FieldError.NotSupported(Field(path), Text(value), allowed.Select(one => FieldReport.Quote(JsonPathText.Plain(one)))));

    /// <summary>A member that is missing.</summary>
    public void Missing(string path) => Errors.Add(FieldError.Required(Field(path), ""));

    /// <summary>A string that is too long.</summary>
    public void TooLong(string path, long limit) => Add("FieldValueTooLong", Field(path), $"Too long: may not be more than {limit} bytes");

    /// <summary>A list or object with too many members.</summary>
    public void TooMany(string path, int count, long limit) => Add("FieldValueTooMany", Field(path), $"Too many: {count}: must have at most {limit} items");

    /// <summary>What upstream says without naming a field.</summary>
    public void Say(string text) => Errors.Add(FieldError.Invalid(root.Length == 0 ? "<nil>" : root, "\"\"", text));

    /// <summary>A value as field errors print it.</summary>
    public static string Text(JsonNode? value)
    {
        var report = new FieldReport();
        if (value is JsonValue leaf && leaf.TryGetValue<string>(out var text))
        {
            return FieldReport.Quote(text);
        }

        report.Invalid("", value, "");
        return report.Errors[0].Detail["Invalid value: ".Length..];
    }

    /// <summary>A number of a schema as it stands in messages.</summary>
    public static string Number(double number) =>
        Math.Abs(number) < long.MaxValue && number == Math.Floor(number) ? ((decimal)number).ToString("F0", CultureInfo.InvariantCulture) : GoDouble.Text(number);

    private void Add(string reason, string field, string detail) => Errors.Add(new FieldError(reason, field, detail));

    private string Field(string path)
    {
        var bare = path.TrimStart('.');
        return root.Length == 0 ? bare : bare.Length == 0 ? root : $"{root}.{bare}";
    }
}

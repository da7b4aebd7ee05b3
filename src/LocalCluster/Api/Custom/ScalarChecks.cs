using System.Globalization;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>The checks of strings and numbers in a JSON schema.</summary>
internal static class ScalarChecks
{
    /// <summary>Checks a string's length and pattern; the first that fails counts.</summary>
    public static void Text(SchemaFindings found, string value, JsonObject schema, string path)
    {
        var length = value.EnumerateRunes().Count();
        if (schema.Integer("maxLength") is { } most && length > most)
        {
            found.TooLong(path, most);
        }
        else if (schema.Integer("minLength") is { } least && length < least)
        {
            found.Broken(path, value, $"should be at least {least} chars long");
        }
        else if (schema.Text("pattern") is { Length: > 0 } pattern && GoPattern.Of(pattern) is { } regex && !regex.IsMatch(value))
        {
            found.Broken(path, value, $"should match '{pattern}'");
        }
    }

    /// <summary>Checks a string's format.</summary>
    public static void Format(SchemaFindings found, string value, string format, string path)
    {
        if (!TextFormats.Matches(format, value))
        {
            found.WrongType(path, format, value);
        }
    }

    /// <summary>Checks a number's range and factor.</summary>
    public static void Number(SchemaFindings found, JsonNode value, JsonObject schema, string path)
    {
        var number = double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
        if (schema.Text("type") == "integer" && schema.Text("format") == "int32" && (number < int.MinValue || number > int.MaxValue))
        {
            found.Say($"Checked value must be of type integer with format int32 in {path}");
        }

        if (Limit(schema, "multipleOf") is { } factor && Math.Abs((number / factor) - Math.Round(number / factor)) > 1e-9)
        {
            found.Broken(path, value.DeepClone(), $"should be a multiple of {SchemaFindings.Number(factor)}");
        }

        var isBelow = schema.Flag("exclusiveMinimum");
        if (Limit(schema, "minimum") is { } least && (number < least || (isBelow && number == least)))
        {
            found.Broken(path, value.DeepClone(), $"should be greater than {(isBelow ? "" : "or equal to ")}{SchemaFindings.Number(least)}");
        }

        var isAbove = schema.Flag("exclusiveMaximum");
        if (Limit(schema, "maximum") is { } most && (number > most || (isAbove && number == most)))
        {
            found.Broken(path, value.DeepClone(), $"should be less than {(isAbove ? "" : "or equal to ")}{SchemaFindings.Number(most)}");
        }

        found.Count();
    }

    private static double? Limit(JsonObject schema, string name) =>
        schema[name] is JsonValue leaf && double.TryParse(leaf.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var limit) ? limit : null;
}

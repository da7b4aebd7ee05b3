using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api.Custom;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Extensions;

/// <summary>The rules of one version of a CustomResourceDefinition.</summary>
internal static class DefinitionVersionRules
{
    private const string ColumnTypes = "must be one of boolean,date,integer,number,string";
    private const string ColumnFormats = "must be one of byte,date,date-time,double,float,int32,int64,password";
    private const int MostSelectable = 8;
    private const int LongestWarning = 256;

    /// <summary>Checks a version.</summary>
    public static void Check(FieldReport report, JsonObject version, string path)
    {
        var errors = string.Join(",", SyntaxRules.Dns1035Label(version.TextAt("name")));
        if (errors.Length > 0)
        {
            report.Invalid($"{path}.name", version.TextAt("name"), errors);
        }

        CheckWarning(report, version, $"{path}.deprecationWarning");
        if (version.PartAt("schema.openAPIV3Schema") is { } schema)
        {
            CheckSchema(report, schema, $"{path}.schema.openAPIV3Schema");
        }

        if (version.PartAt("subresources.scale") is { } scale)
        {
            CheckScale(report, scale, $"{path}.subresources.scale");
        }

        foreach (var (index, column) in version.PartsAt("additionalPrinterColumns").Index())
        {
            CheckColumn(report, column, $"{path}.additionalPrinterColumns[{index}]");
        }

        CheckSelectable(report, version, $"{path}.selectableFields");
    }

    private static void CheckWarning(FieldReport report, JsonObject version, string path)
    {
        if (version["deprecationWarning"] is not { } warning)
        {
            return;
        }

        var text = warning.AsText();
        if (!version.FlagAt("deprecated"))
        {
            report.Invalid(path, text, "can only be set for deprecated versions");
        }
        else if (text.Length is 0 or > LongestWarning)
        {
            report.Invalid(path, text, text.Length == 0 ? "must not be an empty string" : "must be <= 256 characters long");
        }
    }

    // What is not structural cannot be walked to check its defaults.
    private static void CheckSchema(FieldReport report, JsonObject schema, string path)
    {
        if (schema.FlagAt("nullable"))
        {
            report.Forbidden($"{path}.nullable", "nullable cannot be true at the root");
        }

        SchemaRules.Check(report, schema, path);
        new StructuralRules(report).Check(schema, path);
    }

    private static void CheckScale(FieldReport report, JsonObject scale, string path)
    {
        CheckPath(report, scale.TextAt("specReplicasPath"), $"{path}.specReplicasPath", ".spec");
        CheckPath(report, scale.TextAt("statusReplicasPath"), $"{path}.statusReplicasPath", ".status");
        var selector = scale.TextAt("labelSelectorPath");
        if (selector.Length > 0 && selector[0] != '.')
        {
            report.Invalid($"{path}.labelSelectorPath", selector, "must be a simple json path starting with .");
        }
        else if (selector.Length > 0 && !selector.StartsWith(".spec.", StringComparison.Ordinal) && !selector.StartsWith(".status.", StringComparison.Ordinal))
        {
            report.Invalid($"{path}.labelSelectorPath", selector, "should be a json path under either .spec or .status");
        }
    }

    private static void CheckPath(FieldReport report, string value, string path, string under)
    {
        if (value.Length == 0)
        {
            report.Required(path);
        }
        else if (value[0] != '.')
        {
            report.Invalid(path, value, "must be a simple json path starting with .");
        }
        else if (!value.StartsWith($"{under}.", StringComparison.Ordinal))
        {
            report.Invalid(path, value, $"should be a json path under {under}");
        }
    }

    private static void CheckColumn(FieldReport report, JsonObject column, string path)
    {
        if (column.TextAt("name").Length == 0)
        {
            report.Required($"{path}.name");
        }

        var (type, format, json) = (column.TextAt("type"), column.TextAt("format"), column.TextAt("jsonPath"));
        if (type.Length == 0)
        {
            report.Required($"{path}.type", ColumnTypes);
        }
        else if (!ColumnTypes.Split(' ')[^1].Split(',').Contains(type))
        {
            report.Invalid($"{path}.type", type, ColumnTypes);
        }

        if (format.Length > 0 && !ColumnFormats.Split(' ')[^1].Split(',').Contains(format))
        {
            report.Invalid($"{path}.format", format, ColumnFormats);
        }

        if (json.Length == 0)
        {
            report.Required($"{path}.JSONPath");
        }
        else if (json[0] != '.')
        {
            report.Invalid($"{path}.JSONPath", json, "must be a simple json path starting with .");
        }
    }

    private static void CheckSelectable(FieldReport report, JsonObject version, string path)
    {
        var seen = new HashSet<string>();
        foreach (var (index, json) in version.PartsAt("selectableFields").Select(field => field.TextAt("jsonPath")).Index())
        {
            if (json.Length == 0)
            {
                report.Required($"{path}[{index}].jsonPath");
            }
            else if (json.StartsWith(".metadata", StringComparison.Ordinal))
            {
                report.Invalid($"{path}[{index}].jsonPath", json, "must not point to fields in metadata");
            }
            else if (JsonPathText.Parse(json) is null)
            {
                report.Invalid($"{path}[{index}].jsonPath", json, "is an invalid path: does not refer to a valid field");
            }
            else if (!seen.Add(json))
            {
                report.Duplicate($"{path}[{index}].jsonPath", json);
            }
        }

        if (seen.Count > MostSelectable)
        {
            report.TooMany(path, seen.Count, MostSelectable);
        }
    }
}

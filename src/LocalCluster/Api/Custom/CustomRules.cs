using System.Globalization;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>What custom objects must be: metadata as every object's, values as the schema has it; after upstream's registry/customresource.</summary>
internal sealed class CustomRules
{
    private readonly StructuralSchema _schema;
    private readonly JsonObject _values;
    private readonly JsonObject? _scale;
    private readonly ExpressionRules _expressions;
    private readonly bool _isNamespaced;

    private CustomRules(ResourceKind kind, StructuralSchema schema, JsonObject? scale)
    {
        (_schema, _values, _scale, _isNamespaced) = (schema, schema.Source, scale, kind.Namespaced);
        _expressions = new ExpressionRules(schema);
    }

    /// <summary>The kind with the rules for its objects and their status.</summary>
    public static ResourceKind Applied(ResourceKind kind, StructuralSchema schema, JsonObject? scale)
    {
        var rules = new CustomRules(kind, schema, scale);
        return kind with { Validate = rules.Check, ValidateStatus = rules.CheckStatus, Advise = FinalizerAdvice.Of };
    }

    private List<FieldError> Check(JsonObject value, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, value, old, NameRules.DnsSubdomainErrors, _isNamespaced);
        var errors = new List<FieldError>(report.Errors);
        errors.AddRange(Kept(value, old, SchemaCheck.Check(value, _values, ""), _values, ""));
        errors.AddRange(CheckReplicas(value, "specReplicasPath"));
        errors.AddRange(CheckScaleStatus(value));
        return Finished(errors, value, old);
    }

    private List<FieldError> CheckStatus(JsonObject value, JsonObject old)
    {
        var errors = new List<FieldError>();
        if (_values.Child("properties").Child("status") is { } schema && value.ContainsKey("status"))
        {
            errors.AddRange(SchemaCheck.Check(value["status"], schema, "status"));
        }

        errors.AddRange(CheckScaleStatus(value));
        return Finished(errors, value, old);
    }

    // An update is not held to what was wrong before and stays as it was, field by field.
    private static IEnumerable<FieldError> Kept(JsonObject value, JsonObject? old, IReadOnlyList<FieldError> errors, JsonObject schema, string root)
    {
        if (old is null || errors.Count == 0)
        {
            return errors;
        }

        var before = SchemaCheck.Check(old, schema, root);
        return errors.Where(error => error.Field == "<nil>" || !before.Contains(error) || !JsonNode.DeepEquals(value.At(error.Field), old.At(error.Field)));
    }

    private List<FieldError> Finished(List<FieldError> errors, JsonObject value, JsonObject? old)
    {
        var isUniform = old is null || !ListTypes.Check(old, _schema).Any();
        errors.AddRange(isUniform ? ListTypes.Check(value, _schema) : []);
        errors.AddRange(errors.Exists(IsBlocking)
            ? _expressions.IsEmpty ? [] : [FieldError.Invalid("<nil>", "null", "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation")]
            : _expressions.Check(value, old));
        return errors;
    }

    private static bool IsBlocking(FieldError error) =>
        error.Reason is "FieldValueNotSupported" or "FieldValueRequired" or "FieldValueTooLong" or "FieldValueTooMany" or "FieldValueTypeInvalid";

    private IEnumerable<FieldError> CheckScaleStatus(JsonObject value)
    {
        foreach (var error in CheckReplicas(value, "statusReplicasPath"))
        {
            yield return error;
        }

        var path = _scale.Text("labelSelectorPath");
        if (path.Length > 0 && value.At(path) is { } selector && selector.GetValueKind() != System.Text.Json.JsonValueKind.String)
        {
            yield return FieldError.Invalid(path, "\"\"", $"{path} accessor error: {selector.ToJsonString()} is of the type {GoType(selector)}, expected string");
        }
    }

    private IEnumerable<FieldError> CheckReplicas(JsonObject value, string member)
    {
        var path = _scale.Text(member);
        if (path.Length == 0 || value.At(path) is not { } found)
        {
            yield break;
        }

        if (found.AsInteger() is not { } replicas)
        {
            yield return FieldError.Invalid(path, "0", $"{path} accessor error: {JsonPathText.Plain(found)} is of the type {GoType(found)}, expected int64");
        }
        else if (replicas < 0)
        {
            yield return FieldError.Invalid(path, replicas.ToString(CultureInfo.InvariantCulture), "should be a non-negative integer");
        }
        else if (replicas > int.MaxValue)
        {
            yield return FieldError.Invalid(path, replicas.ToString(CultureInfo.InvariantCulture), $"should be less than or equal to {int.MaxValue}");
        }
    }

    private static string GoType(JsonNode value) => value.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.String => "string",
        System.Text.Json.JsonValueKind.Number => value.AsInteger() is null ? "float64" : "int64",
        System.Text.Json.JsonValueKind.Array => "[]interface {}",
        System.Text.Json.JsonValueKind.Object => "map[string]interface {}",
        _ => "bool",
    };
}

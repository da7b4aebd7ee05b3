using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Autoscale.LocalCluster.Api.Cel;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>The x-kubernetes-validations of a schema: conditions over self, and over oldSelf where there was one; after upstream's schema/cel.</summary>
internal sealed partial class ExpressionRules
{
    private static readonly CelDeclarations Variables =
        new([("self", CelType.Any), ("oldSelf", CelType.Any)], FrozenDictionary<string, CelType>.Empty);

    private readonly List<(JsonObject Rule, CelProgram Program, bool IsTransition)> _rules = [];
    private readonly Dictionary<string, ExpressionRules> _properties = [];
    private readonly StructuralSchema _schema;
    private readonly ExpressionRules? _items;
    private readonly ExpressionRules? _additional;

    /// <summary>Compiles the conditions of a schema that was found to be right.</summary>
    public ExpressionRules(StructuralSchema schema)
    {
        _schema = schema;
        foreach (var rule in schema.Source.Children("x-kubernetes-validations"))
        {
            var text = rule.Text("rule").Trim();
            _rules.Add((rule, Compile(text), UsesOld(text)));
        }

        foreach (var (name, inner) in schema.Properties.Select(property => (property.Key, Rules: new ExpressionRules(property.Value))).Where(property => !property.Rules.IsEmpty))
        {
            _properties[name] = inner;
        }

        _items = Within(schema.Items);
        _additional = Within(schema.Additional);
    }

    /// <summary>Whether there are none, here and below.</summary>
    public bool IsEmpty => _rules.Count == 0 && _properties.Count == 0 && _items is null && _additional is null;

    /// <summary>Compiles one condition; throws <see cref="CelProblem"/> when it is malformed or asks for more than is supported.</summary>
    public static CelProgram Compile(string rule) => new(rule, Variables);

    /// <summary>Every condition that does not hold for an object that replaces an old one (null: is new).</summary>
    public IEnumerable<FieldError> Check(JsonObject value, JsonObject? old) => IsEmpty ? [] : Check(value, old, "");

    private IEnumerable<FieldError> Check(JsonNode? value, JsonNode? old, string path)
    {
        if (value is null)
        {
            return [];
        }

        var own = _rules.Where(rule => !rule.IsTransition || old is not null).Select(rule => Judge(rule, value, old, path)).OfType<FieldError>();
        return own.Concat(value switch
        {
            JsonObject members => members.SelectMany(member => CheckMember(member.Key, member.Value, old as JsonObject, path)),
            JsonArray items when _items is { } each => items.SelectMany((item, index) => each.Check(item, Before(item, old as JsonArray), $"{path}[{index}]")),
            _ => [],
        });
    }

    private IEnumerable<FieldError> CheckMember(string name, JsonNode? value, JsonObject? old, string path)
    {
        var isNamed = _schema.Properties.ContainsKey(name);
        var inner = isNamed ? _properties.GetValueOrDefault(name) : _additional;
        var inside = !isNamed ? $"{path}[{name}]" : path.Length == 0 ? name : $"{path}.{name}";
        return inner?.Check(value, old?[name], inside) ?? [];
    }

    // Items of lists are told apart by the keys of a list of type map alone.
    private JsonNode? Before(JsonNode? item, JsonArray? old) => _schema.ListType == "map"
        ? old?.FirstOrDefault(one => _schema.ListMapKeys.All(key => JsonNode.DeepEquals((one as JsonObject)?[key], (item as JsonObject)?[key])))
        : null;

    private FieldError? Judge((JsonObject Rule, CelProgram Program, bool IsTransition) rule, JsonNode value, JsonNode? old, string path)
    {
        var (holds, error) = rule.Program.Evaluate(CelAccess.Of(value), CelAccess.Of(old));
        var shown = rule.Rule.Text("message").Trim() is { Length: > 0 } message ? message : rule.Rule.Text("rule").Trim();
        if (error is not null)
        {
            var text = error.Message.StartsWith("no such overload", StringComparison.Ordinal)
                ? $"'{error.Message}': call arguments did not match a supported operator, function or macro signature for rule: {shown}"
                : $"{error.Message} evaluating rule: {shown}";
            return FieldError.Invalid(Named(path), $"\"{_schema.Type}\"", text);
        }

        var detail = rule.Rule.Text("message").Length > 0 ? shown : $"failed rule: {shown}";
        return holds ? null : Refusal(rule.Rule, Named($"{path}{rule.Rule.Text("fieldPath")}"), value, detail);
    }

    private static FieldError Refusal(JsonObject rule, string field, JsonNode value, string detail) => (rule.Text("reason"), value.GetValueKind()) switch
    {
        ("FieldValueForbidden", _) => FieldError.Forbidden(field, detail),
        ("FieldValueRequired", _) => FieldError.Required(field, detail),
        ("FieldValueDuplicate", _) => FieldError.Duplicate(field, SchemaFindings.Text(value)),
        (_, JsonValueKind.Object or JsonValueKind.Array) => new FieldError("FieldValueInvalid", field, $"Invalid value: {detail}"),
        _ => FieldError.Invalid(field, SchemaFindings.Text(value), detail),
    };

    private static string Named(string path) => path.Length == 0 ? "<nil>" : path.TrimStart('.');

    private static ExpressionRules? Within(StructuralSchema? schema) =>
        schema is not null && new ExpressionRules(schema) is { IsEmpty: false } rules ? rules : null;

    private static bool UsesOld(string rule) => OldSelf().IsMatch(rule);

    [GeneratedRegex(@"\boldSelf\b")]
    private static partial Regex OldSelf();
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds.Rules;

/// <summary>Collects the field errors of one object in the order in which its rules find them, values printed as field.Error prints them.</summary>
public sealed class FieldReport
{
    /// <summary>Detail of a changed field that may not change.</summary>
    public const string Immutable = "field is immutable";

    private static readonly JsonSerializerOptions GoLike = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<FieldError> _errors = [];

    /// <summary>The errors found so far.</summary>
    public IReadOnlyList<FieldError> Errors => _errors;

    /// <summary>Adds an error that somebody else found.</summary>
    public void Add(FieldError error) => _errors.Add(error);

    /// <summary>Adds a string that breaks a rule.</summary>
    public void Invalid(string field, string value, string detail) => _errors.Add(FieldError.Invalid(field, Quote(value), detail));

    /// <summary>Adds a number that breaks a rule.</summary>
    public void Invalid(string field, long value, string detail) =>
        _errors.Add(FieldError.Invalid(field, value.ToString(System.Globalization.CultureInfo.InvariantCulture), detail));

    /// <summary>Adds a value of any shape that breaks a rule, printed as compact JSON.</summary>
    public void Invalid(string field, JsonNode? value, string detail) => _errors.Add(FieldError.Invalid(field, Json(value), detail));

    /// <summary>Adds the value once for each message of a name rule.</summary>
    public void Invalid(string field, string value, IEnumerable<string> details)
    {
        foreach (var detail in details)
        {
            Invalid(field, value, detail);
        }
    }

    /// <summary>Adds a value that is missing.</summary>
    public void Required(string field, string detail = "") => _errors.Add(FieldError.Required(field, detail));

    /// <summary>Adds a value that may not be set here.</summary>
    public void Forbidden(string field, string detail) => _errors.Add(FieldError.Forbidden(field, detail));

    /// <summary>Adds a value that occurs twice.</summary>
    public void Duplicate(string field, string value) => _errors.Add(FieldError.Duplicate(field, Quote(value)));

    /// <summary>Adds a number that occurs twice.</summary>
    public void Duplicate(string field, long value) =>
        _errors.Add(FieldError.Duplicate(field, value.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>Adds a value that is not one of those allowed.</summary>
    public void NotSupported(string field, string value, params IEnumerable<string> supported) =>
        _errors.Add(FieldError.NotSupported(field, Quote(value), supported.Select(Quote)));

    /// <summary>Adds a value of any shape that is not the only one allowed, printed as compact JSON.</summary>
    public void NotSupported(string field, JsonNode? value, string supported) =>
        _errors.Add(FieldError.NotSupported(field, Json(value), [Quote(supported)]));

    /// <summary>Adds a reference to something that does not exist.</summary>
    public void NotFound(string field, string value, string detail = "") =>
        _errors.Add(new FieldError("FieldValueNotFound", field, $"Not found: {Quote(value)}{(detail.Length == 0 ? "" : $": {detail}")}"));

    /// <summary>Adds a value with more bytes than allowed.</summary>
    public void TooLong(string field, int limit) =>
        _errors.Add(new FieldError("FieldValueTooLong", field, $"Too long: may not be more than {limit} bytes"));

    /// <summary>Adds a list with more items than allowed.</summary>
    public void TooMany(string field, int count, int limit) =>
        _errors.Add(new FieldError("FieldValueTooMany", field, $"Too many: {count}: must have at most {limit} items"));

    /// <summary>Adds a number that is negative.</summary>
    public void NonNegative(string field, long? value)
    {
        if (value < 0)
        {
            Invalid(field, value.Value, "must be greater than or equal to 0");
        }
    }

    /// <summary>Adds a field that may not change but did; both are absent or present in canonical form.</summary>
    public void Unchanged(string field, JsonNode? value, JsonNode? old)
    {
        if (!JsonNode.DeepEquals(value, old))
        {
            Invalid(field, value, Immutable);
        }
    }

    /// <summary>A string in quotes.</summary>
    public static string Quote(string value) => GoText.Quote(value);

    private static string Json(JsonNode? value) => value?.ToJsonString(GoLike) ?? "null";
}

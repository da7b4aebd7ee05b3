namespace Autoscale.LocalCluster.Api;

/// <summary>One field error as k8s.io/apimachinery's field.Error words it; Reason is the Status cause (FieldValueInvalid, …).</summary>
public sealed record FieldError(string Reason, string Field, string Detail)
{
    /// <summary>A value that breaks a rule; <paramref name="value"/> is the value as JSON text (strings quoted).</summary>
    public static FieldError Invalid(string field, string value, string detail) =>
        new("FieldValueInvalid", field, $"Invalid value: {value}{Suffix(detail)}");

    /// <summary>A value that is missing.</summary>
    public static FieldError Required(string field, string detail) =>
        new("FieldValueRequired", field, $"Required value{Suffix(detail)}");

    /// <summary>A value that is not one of those allowed; both are quoted JSON text.</summary>
    public static FieldError NotSupported(string field, string value, IEnumerable<string> supported) =>
        new("FieldValueNotSupported", field, $"Unsupported value: {value}: supported values: {string.Join(", ", supported)}");

    /// <summary>A value that may not be set here.</summary>
    public static FieldError Forbidden(string field, string detail) =>
        new("FieldValueForbidden", field, $"Forbidden{Suffix(detail)}");

    /// <summary>A value that occurs twice; the value is quoted JSON text.</summary>
    public static FieldError Duplicate(string field, string value) =>
        new("FieldValueDuplicate", field, $"Duplicate value: {value}");

    /// <summary>The text as it stands in the Status message: "field: detail".</summary>
    public override string ToString() => $"{Field}: {Detail}";

    private static string Suffix(string detail) => detail.Length == 0 ? "" : $": {detail}";
}

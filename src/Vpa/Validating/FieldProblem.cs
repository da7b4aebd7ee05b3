using System.Globalization;
using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Validating;

/// <summary>What is wrong with a field, in the words of apimachinery's field errors.</summary>
/// <param name="Path">The field, e.g. spec.updatePolicy.updateMode.</param>
/// <param name="Body">What is wrong with it.</param>
internal readonly record struct FieldProblem(string Path, string Body)
{
    /// <summary>It is not there.</summary>
    public static FieldProblem Required(string path, string detail) => new(path, detail.Length == 0 ? "Required value" : $"Required value: {detail}");

    /// <summary>It may not be there.</summary>
    public static FieldProblem Forbidden(string path, string detail) => new(path, $"Forbidden: {detail}");

    /// <summary>It has a wrong value.</summary>
    public static FieldProblem Invalid(string path, Quantity value, string detail) => new(path, $"Invalid value: \"{value}\": {detail}");

    /// <summary>It has a wrong value.</summary>
    public static FieldProblem Invalid(string path, long value, string detail) =>
        new(path, string.Create(CultureInfo.InvariantCulture, $"Invalid value: {value}: {detail}"));

    /// <summary>It has a wrong value.</summary>
    public static FieldProblem Invalid(string path, double value, string detail) =>
        new(path, string.Create(CultureInfo.InvariantCulture, $"Invalid value: {value}: {detail}"));

    /// <summary>It has a value that is none of those that are supported.</summary>
    public static FieldProblem NotSupported(string path, string value, params IEnumerable<string> supported) =>
        new(path, $"Unsupported value: {GoText.Quote(value)}: supported values: {string.Join(", ", supported.Select(GoText.Quote))}");

    /// <summary>It has more than one item.</summary>
    public static FieldProblem MoreThanOne(string path, int count) =>
        new(path, string.Create(CultureInfo.InvariantCulture, $"Too many: {count}: must have at most 1 item"));

    /// <summary>All problems as one text: one as it is, more in brackets, the same only once.</summary>
    public static string Text(IEnumerable<FieldProblem> problems)
    {
        string[] texts = [.. problems.Select(problem => problem.ToString()).Distinct(StringComparer.Ordinal)];
        return texts.Length == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
    }

    /// <summary>The field and what is wrong with it.</summary>
    public override string ToString() => $"{Path}: {Body}";
}

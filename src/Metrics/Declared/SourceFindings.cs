namespace Autoscale.Metrics.Declared;

/// <summary>Collects what is wrong with a declared source, in the API server's words.</summary>
internal sealed class SourceFindings
{
    private readonly List<SourceProblem> _problems = [];

    /// <summary>All of them, in the order in which they were found.</summary>
    public IReadOnlyList<SourceProblem> Problems => _problems;

    public void Invalid(string field, string value, string detail) => Add(field, $"Invalid value: \"{value}\": {detail}");

    public void Required(string field, string detail) => Add(field, $"Required value: {detail}");

    public void Forbidden(string field, string detail) => Add(field, $"Forbidden: {detail}");

    public void Duplicate(string field, string value) => Add(field, $"Duplicate value: \"{value}\"");

    public void NotSupported(string field, string value, params IReadOnlyList<string> supported) =>
        Add(field, $"Unsupported value: \"{value}\": supported values: {string.Join(", ", supported.Select(one => $"\"{one}\""))}");

    public void Missing(string field, string detail) => _problems.Add(new(SourceReason.SecretMissing, field, detail));

    /// <summary>What a Secret holds is of no use; it is not repeated.</summary>
    public void Unusable(string field, string detail) => Add(field, $"Invalid value: {detail}");

    private void Add(string field, string detail) => _problems.Add(new(SourceReason.Invalid, field, detail));
}

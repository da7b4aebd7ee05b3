using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Declared;

/// <summary>Reads single fields of a declared source, and says what is wrong with them.</summary>
internal static class SpecFields
{
    /// <summary>A duration between two limits; null when it is not given or wrong.</summary>
    public static TimeSpan? Duration(this SourceFindings findings, string field, string? text, (TimeSpan Least, TimeSpan Most) limits)
    {
        if (text is null)
        {
            return null;
        }

        if (GoDuration.TryParse(text, out var value) && value >= limits.Least && value <= limits.Most)
        {
            return value;
        }

        findings.Invalid(field, text, $"must be a duration between {GoDuration.Write(limits.Least)} and {GoDuration.Write(limits.Most)}, e.g. 5s");
        return null;
    }

    /// <summary>One of some words, the first of them when nothing is given; null when it is none of them.</summary>
    public static string? Choice(this SourceFindings findings, string field, string? text, params IReadOnlyList<string> words)
    {
        if (text is null || words.Contains(text))
        {
            return text ?? words[0];
        }

        findings.NotSupported(field, text, words);
        return null;
    }

    /// <summary>An address of one of some schemes, without credentials and fragment; null when it is not given or wrong.</summary>
    public static Uri? Address(this SourceFindings findings, string field, string? text, bool mayHaveQuery, params IReadOnlyList<string> schemes)
    {
        if (text is null)
        {
            return null;
        }

        var isAddress = Uri.TryCreate(text, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme)
            && address.Host.Length > 0 && (mayHaveQuery || address.Query.Length == 0) && address.Fragment.Length == 0;
        if (isAddress && address is { UserInfo: "" })
        {
            return address;
        }

        // What may hold a password is not repeated, wherever it ends: one with a slash makes it no address at all.
        if (text.Contains('@', StringComparison.Ordinal))
        {
            findings.Forbidden(field, "an address must not hold credentials, name a Secret in spec.credentials");
            return null;
        }

        findings.Invalid(field, text, $"must be an address of the form {schemes[0]}://host:port{(schemes.Count > 1 ? $" or {schemes[1]}://host:port" : "")}");
        return null;
    }

    /// <summary>A text as something that it must be readable as; null when it is not.</summary>
    public static T? Read<T>(this SourceFindings findings, string field, string text, Func<string, T> read)
        where T : class
    {
        try
        {
            return read(text);
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException or NotSupportedException)
        {
            findings.Invalid(field, text, SourceFailure.OneLine(problem.Message));
            return null;
        }
    }

    /// <summary>Whether a text is the name of a label in Prometheus; tells when it is not.</summary>
    public static bool LabelName(this SourceFindings findings, string field, string name)
    {
        var isName = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(one => char.IsAsciiLetterOrDigit(one) || one == '_');
        if (!isName)
        {
            findings.Invalid(field, name, "must be the name of a label: letters, digits and '_', not beginning with a digit");
        }

        return isName;
    }
}

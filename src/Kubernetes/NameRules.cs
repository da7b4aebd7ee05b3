using System.Buffers;
using System.Text;

namespace Autoscale.Kubernetes;

/// <summary>What Kubernetes accepts as label keys, label values and DNS names, with its error texts, after apimachinery's api/validate/content.</summary>
public static class NameRules
{
    private const string KeyFormat = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string DnsLabelFormat = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string DnsSubdomainFormat = DnsLabelFormat + @"(\." + DnsLabelFormat + ")*";

    private const string KeyError =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '"
        + KeyFormat + "')";

    private const string ValueError =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '("
        + KeyFormat + ")?')";

    private const string DnsLabelError =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '"
        + DnsLabelFormat + "')";

    private const string DnsSubdomainError =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '"
        + DnsSubdomainFormat + "')";

    private const int LongestLabel = 63;
    private const int LongestSubdomain = 253;

    private static readonly SearchValues<char> LabelCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private static readonly SearchValues<char> DnsCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>What is wrong with a label key or qualified name; empty when nothing is.</summary>
    public static IReadOnlyList<string> LabelKeyErrors(string key)
    {
        if (key.AsSpan().Count('/') > 1)
        {
            return [$"a valid label key {KeyError} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];
        }

        var slash = key.IndexOf('/', StringComparison.Ordinal);
        List<string> errors = [];
        if (slash == 0)
        {
            errors.Add("prefix part must be non-empty");
        }
        else if (slash > 0)
        {
            errors.AddRange(DnsSubdomainErrors(key[..slash]).Select(error => "prefix part " + error));
        }

        AddNamePartErrors(errors, key[(slash + 1)..]);
        return errors;
    }

    /// <summary>What is wrong with a label value; empty when nothing is.</summary>
    public static IReadOnlyList<string> LabelValueErrors(string value)
    {
        var isTooLong = IsLongerThan(value, LongestLabel);
        var isMalformed = value.Length > 0 && !IsLabelText(value);
        return (isTooLong, isMalformed) switch
        {
            (false, false) => [],
            (true, false) => [TooLong(LongestLabel)],
            (false, true) => [ValueError],
            (true, true) => [TooLong(LongestLabel), ValueError],
        };
    }

    /// <summary>What is wrong with an RFC 1123 label; empty when nothing is.</summary>
    public static IReadOnlyList<string> DnsLabelErrors(string name)
    {
        List<string> errors = [];
        if (IsLongerThan(name, LongestLabel))
        {
            errors.Add(TooLong(LongestLabel));
        }

        if (!IsDnsLabel(name))
        {
            errors.Add(IsDnsSubdomain(name) ? "must not contain dots" : DnsLabelError);
        }

        return errors;
    }

    /// <summary>What is wrong with an RFC 1123 subdomain; empty when nothing is.</summary>
    public static IReadOnlyList<string> DnsSubdomainErrors(string name)
    {
        List<string> errors = [];
        if (IsLongerThan(name, LongestSubdomain))
        {
            errors.Add(TooLong(LongestSubdomain));
        }

        if (!IsDnsSubdomain(name))
        {
            errors.Add(DnsSubdomainError);
        }

        return errors;
    }

    private static void AddNamePartErrors(List<string> errors, string name)
    {
        if (name.Length == 0)
        {
            errors.Add("name part must be non-empty");
        }
        else if (IsLongerThan(name, LongestLabel))
        {
            errors.Add("name part " + TooLong(LongestLabel));
        }

        if (!IsLabelText(name))
        {
            errors.Add("name part " + KeyError);
        }
    }

    private static bool IsLabelText(ReadOnlySpan<char> text) => !text.IsEmpty
        && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1]) && !text.ContainsAnyExcept(LabelCharacters);

    private static bool IsDnsLabel(ReadOnlySpan<char> text) =>
        !text.IsEmpty && text[0] != '-' && text[^1] != '-' && !text.ContainsAnyExcept(DnsCharacters);

    private static bool IsDnsSubdomain(ReadOnlySpan<char> text)
    {
        foreach (var part in text.Split('.'))
        {
            if (!IsDnsLabel(text[part]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLongerThan(string text, int bytes) => Encoding.UTF8.GetByteCount(text) > bytes;

    private static string TooLong(int bytes) => $"must be no more than {bytes} bytes";
}

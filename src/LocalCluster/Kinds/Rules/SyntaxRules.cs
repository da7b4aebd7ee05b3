using System.Text.RegularExpressions;
using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Kinds.Rules;

/// <summary>The syntaxes of names that only some fields have, with the texts of k8s.io/apimachinery/pkg/util/validation.</summary>
public static partial class SyntaxRules
{
    private const string Dns1035Format = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private const string WildcardFormat = @"\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private const string ConfigKeyFormat = "[-._a-zA-Z0-9]+";
    private const string PercentFormat = "[0-9]+%";

    private static readonly string[] ForbiddenInPaths = ["/", "%"];

    /// <summary>The messages for a DNS label (RFC 1123); none when it is one.</summary>
    public static IEnumerable<string> DnsLabel(string value) => NameRules.DnsLabelErrors(value).Select(InCharacters);

    /// <summary>The messages for a DNS subdomain (RFC 1123).</summary>
    public static IEnumerable<string> DnsSubdomain(string value) => NameRules.DnsSubdomainErrors(value).Select(InCharacters);

    /// <summary>The messages for a DNS subdomain whose first part is a star.</summary>
    public static IEnumerable<string> WildcardSubdomain(string value)
    {
        if (value.Length > 253)
        {
            yield return MaxLength(253);
        }

        if (!WildcardPattern().IsMatch(value))
        {
            yield return Regex("a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character", WildcardFormat, "*.example.com");
        }
    }

    /// <summary>The messages for a DNS label that starts with a letter (RFC 1035), as service names are.</summary>
    public static IEnumerable<string> Dns1035Label(string value)
    {
        if (value.Length > 63)
        {
            yield return MaxLength(63);
        }

        if (!Dns1035Pattern().IsMatch(value))
        {
            yield return Regex("a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character", Dns1035Format, "my-name", "abc-123");
        }
    }

    /// <summary>The messages for a key of a ConfigMap or a Secret.</summary>
    public static IEnumerable<string> ConfigKey(string value)
    {
        if (value.Length > 253)
        {
            yield return MaxLength(253);
        }

        if (!ConfigKeyPattern().IsMatch(value))
        {
            yield return Regex("a valid config key must consist of alphanumeric characters, '-', '_' or '.'", ConfigKeyFormat, "key.name", "KEY_NAME", "key-name");
        }

        if (value is "." or "..")
        {
            yield return $"must not be '{value}'";
        }
        else if (value.StartsWith("..", StringComparison.Ordinal))
        {
            yield return "must not start with '..'";
        }
    }

    /// <summary>The messages for the name of an environment variable.</summary>
    public static IEnumerable<string> EnvironmentName(string value)
    {
        if (value.Length == 0)
        {
            yield return "environment variable name must be non-empty";
        }
        else if (value.Any(letter => letter is < ' ' or > '~' or '='))
        {
            yield return "a valid environment variable name must consist only of printable ASCII characters other than '='";
        }
    }

    /// <summary>The messages for a port name.</summary>
    public static IEnumerable<string> PortName(string value)
    {
        if (value.Length > 15)
        {
            yield return MaxLength(15);
        }

        if (!PortNamePattern().IsMatch(value))
        {
            yield return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
        }

        if (!value.Any(char.IsAsciiLetterLower))
        {
            yield return "must contain at least one letter (a-z)";
        }

        if (value.Contains("--", StringComparison.Ordinal))
        {
            yield return "must not contain consecutive hyphens";
        }

        if (value.Length > 0 && (value[0] == '-' || value[^1] == '-'))
        {
            yield return "must not begin or end with a hyphen";
        }
    }

    /// <summary>The messages for a port number.</summary>
    public static IEnumerable<string> PortNumber(long value) => value is >= 1 and <= 65535 ? [] : ["must be between 1 and 65535, inclusive"];

    /// <summary>The messages for a percentage.</summary>
    public static IEnumerable<string> Percent(string value) => PercentPattern().IsMatch(value)
        ? []
        : [Regex("a valid percent string must be a numeric string followed by an ending '%'", PercentFormat, "1%", "93%")];

    /// <summary>The messages for one segment of a URL path.</summary>
    public static IEnumerable<string> PathSegment(string value)
    {
        if (value is "." or "..")
        {
            return [$"may not be '{value}'"];
        }

        return ForbiddenInPaths.Where(value.Contains).Select(part => $"may not contain '{part}'");
    }

    /// <summary>The rule applied to a generated name's prefix, in which a trailing dash is allowed.</summary>
    public static string MaskTrailingDash(string prefix) =>
        prefix.Length > 1 && prefix.EndsWith('-') ? prefix[..^2] + "a" : prefix;

    // Upstream words the limit of names in characters, that of label parts in bytes.
    private static string InCharacters(string message) =>
        message.EndsWith(" bytes", StringComparison.Ordinal) ? message.Replace(" bytes", " characters", StringComparison.Ordinal) : message;

    private static string MaxLength(int length) => $"must be no more than {length} characters";

    // Upstream puts a comma after every example, the last one too.
    private static string Regex(string message, string format, params string[] examples) =>
        $"{message} (e.g. {string.Join(" or ", examples.Select(example => $"'{example}', "))}regex used for validation is '{format}')";

    [GeneratedRegex("^" + Dns1035Format + @"\z")]
    private static partial Regex Dns1035Pattern();

    [GeneratedRegex("^" + WildcardFormat + @"\z")]
    private static partial Regex WildcardPattern();

    [GeneratedRegex("^" + ConfigKeyFormat + @"\z")]
    private static partial Regex ConfigKeyPattern();

    [GeneratedRegex(@"^[-a-z0-9]+\z")]
    private static partial Regex PortNamePattern();

    [GeneratedRegex("^" + PercentFormat + @"\z")]
    private static partial Regex PercentPattern();
}

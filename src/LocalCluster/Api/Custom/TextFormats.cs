using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Text.RegularExpressions;
using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>The formats of strings that schemas may ask for; those that nobody knows are passed over, as upstream does.</summary>
internal static partial class TextFormats
{
    private static readonly FrozenSet<string> Unchecked = new[] { "password", "isbn", "isbn10", "isbn13", "creditcard", "ssn", "rgbcolor", "bsonobjectid" }.ToFrozenSet();

    private static readonly FrozenDictionary<string, Func<string, bool>> Checks = new Dictionary<string, Func<string, bool>>
    {
        ["date"] = text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ["datetime"] = text => Moment().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        ["duration"] = text => Duration().IsMatch(text),
        ["email"] = text => MailAddress.TryCreate(text, out _),
        ["hostname"] = text => text.Length <= 255 && Hostname().IsMatch(text),
        ["ipv4"] = text => IPAddress.TryParse(text, out var address) && text.Count(letter => letter == '.') == 3 && !text.Contains(':', StringComparison.Ordinal) && address.ToString() == text,
        ["ipv6"] = text => text.Contains(':', StringComparison.Ordinal) && !text.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(text, out _),
        ["cidr"] = text => Cidr().IsMatch(text) && IPAddress.TryParse(text.Split('/')[0], out _),
        ["mac"] = text => Mac().IsMatch(text),
        ["uri"] = text => Uri.TryCreate(text, UriKind.Absolute, out _) || text.StartsWith('/'),
        ["uuid"] = text => Uuid().IsMatch(text),
        ["uuid3"] = text => Uuid().IsMatch(text) && Version(text) == '3',
        ["uuid4"] = text => Uuid().IsMatch(text) && Version(text) == '4',
        ["uuid5"] = text => Uuid().IsMatch(text) && Version(text) == '5',
        ["byte"] = text => Convert.TryFromBase64String(text, new byte[text.Length], out _),
        ["hexcolor"] = text => HexColor().IsMatch(text),
        ["k8sshortname"] = text => NameRules.DnsLabelErrors(text).Count == 0,
        ["k8slongname"] = text => NameRules.DnsSubdomainErrors(text).Count == 0,
    }.ToFrozenDictionary();

    /// <summary>The format as far as a value of the type is checked for it, "" when it is not.</summary>
    public static string Known(string type, string format) => IsKnown(type, format) ? format : "";

    /// <summary>Whether somebody knows the format of a type.</summary>
    public static bool IsKnown(string type, string format) => type switch
    {
        "" or "string" => Checks.ContainsKey(Bare(format)) || Unchecked.Contains(Bare(format)),
        "integer" => format is "int32" or "int64",
        "number" => format is "float" or "double",
        _ => false,
    };

    /// <summary>Whether a string has the format.</summary>
    public static bool Matches(string format, string text) => !Checks.TryGetValue(Bare(format), out var check) || check(text);

    private static string Bare(string format) => format.Replace("-", "", StringComparison.Ordinal);

    private static char Version(string text) => text.Replace("-", "", StringComparison.Ordinal)[12];

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})?\z")]
    private static partial Regex Moment();

    [GeneratedRegex(@"^([+-]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+\z|^0\z|^\s*\d+\s*(ns|nano(second)?s?|us|µs|micro(second)?s?|ms|milli(second)?s?|s|sec(ond)?s?|m|min(ute)?s?|h|hr|hours?|d|days?|w|wks?|weeks?)\s*\z")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\z")]
    private static partial Regex Hostname();

    [GeneratedRegex(@"^[0-9A-Fa-f.:]+/\d{1,3}\z")]
    private static partial Regex Cidr();

    [GeneratedRegex(@"^([0-9A-Fa-f]{2}[:-]){5,7}[0-9A-Fa-f]{2}\z|^([0-9A-Fa-f]{4}\.){2,3}[0-9A-Fa-f]{4}\z")]
    private static partial Regex Mac();

    [GeneratedRegex(@"^[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}\z")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\z")]
    private static partial Regex HexColor();
}

using System.Collections.Frozen;

namespace Autoscale.Telemetry;

/// <summary>The names under which instruments and tags appear to Prometheus.</summary>
internal static class PrometheusName
{
    private const string Total = "_total";

    private static readonly FrozenDictionary<string, string> Units = new Dictionary<string, string>
    {
        ["s"] = "_seconds",
        ["ms"] = "_milliseconds",
        ["By"] = "_bytes",
        ["%"] = "_percent",
    }.ToFrozenDictionary();

    /// <summary>
    /// Maps an instrument's name: a dotted one gets underscores and its unit as OpenTelemetry does it, one without dots is
    /// Prometheus' own already and stays; a counter ends in <c>_total</c>, once.
    /// </summary>
    public static string Of(string instrument, string? unit, MetricKind kind)
    {
        var name = Clean(instrument, allowColon: true);
        if (kind == MetricKind.Counter && name.EndsWith(Total, StringComparison.Ordinal))
        {
            name = name[..^Total.Length];
        }

        if (instrument.Contains('.') && Units.TryGetValue(unit ?? "", out var suffix) && !name.EndsWith(suffix, StringComparison.Ordinal))
        {
            name += suffix;
        }

        return kind == MetricKind.Counter ? name + Total : name;
    }

    /// <summary>Maps a tag's key to a label name; a valid one is returned as it is.</summary>
    public static string OfLabel(string key) => Clean(key, allowColon: false);

    private static string Clean(string name, bool allowColon)
    {
        if (name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => IsAllowed(letter, allowColon)))
        {
            return name;
        }

        var clean = string.Concat(name.Select(letter => IsAllowed(letter, allowColon) ? letter : '_'));
        return clean.Length == 0 || char.IsAsciiDigit(clean[0]) ? "_" + clean : clean;
    }

    private static bool IsAllowed(char letter, bool allowColon) =>
        char.IsAsciiLetterOrDigit(letter) || letter == '_' || (allowColon && letter == ':');
}

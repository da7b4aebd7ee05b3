using System.Globalization;
using System.Runtime.CompilerServices;

namespace Autoscale.Telemetry;

/// <summary>
/// Writes a measurement's tags as Prometheus writes labels: sorted by name, values escaped, empty ones left out since they mean
/// the same as absent ones.
/// </summary>
internal static class LabelText
{
    private const int FewTags = 32;

    /// <summary>Appends <c>a="x",b="y"</c>; of two tags whose names become equal the later one counts.</summary>
    public static void Append(ref DefaultInterpolatedStringHandler text, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var order = tags.Length <= FewTags ? stackalloc int[FewTags] : new int[tags.Length];
        order = order[..tags.Length];
        Sort(order, tags);
        var first = true;
        for (var at = 0; at < order.Length; at++)
        {
            var name = PrometheusName.OfLabel(tags[order[at]].Key);
            var value = ValueOf(tags[order[at]].Value);
            if (value.Length == 0 || (at + 1 < order.Length && name == PrometheusName.OfLabel(tags[order[at + 1]].Key)))
            {
                continue;
            }

            text.AppendLiteral(first ? "" : ",");
            text.AppendLiteral(name);
            text.AppendLiteral("=\"");
            AppendEscaped(ref text, value);
            text.AppendLiteral("\"");
            first = false;
        }
    }

    /// <summary>Escapes the text of a HELP line, in which quotes stand for themselves.</summary>
    public static string EscapeHelp(string help) =>
        help.ReplaceLineEndings("\n").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    // An insertion sort, stable and without allocating: measurements have a handful of tags.
    private static void Sort(Span<int> order, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        for (var at = 0; at < order.Length; at++)
        {
            var name = PrometheusName.OfLabel(tags[at].Key);
            var to = at;
            while (to > 0 && string.CompareOrdinal(PrometheusName.OfLabel(tags[order[to - 1]].Key), name) > 0)
            {
                order[to] = order[to - 1];
                to--;
            }

            order[to] = at;
        }
    }

    private static string ValueOf(object? value) => value switch
    {
        string text => text,
        true => "true",
        false => "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static void AppendEscaped(ref DefaultInterpolatedStringHandler text, string value)
    {
        if (value.AsSpan().IndexOfAny('\\', '"', '\n') < 0)
        {
            text.AppendLiteral(value);
            return;
        }

        foreach (var letter in value)
        {
            text.AppendLiteral(letter switch { '\\' => "\\\\", '"' => "\\\"", '\n' => "\\n", _ => "" });
            text.AppendFormatted(letter is '\\' or '"' or '\n' ? [] : new ReadOnlySpan<char>(in letter));
        }
    }
}

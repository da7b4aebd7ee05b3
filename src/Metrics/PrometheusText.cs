using System.Buffers.Text;
using System.Text;

namespace Autoscale.Metrics;

/// <summary>
/// Reads the samples of a Prometheus text exposition one by one, straight from its bytes. Throws <see cref="FormatException"/> with
/// the number of the line at what is no sample, and at a last line without an end, which may be cut short in the middle of a number.
/// </summary>
public ref struct PrometheusText(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;
    private ReadOnlySpan<byte> _labels;
    private int _line;

    /// <summary>Name of the metric.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The sample's value, which may be NaN or infinite.</summary>
    public double Value { get; private set; }

    /// <summary>The sample's time in milliseconds since 1970, or null when the source leaves it to the reader.</summary>
    public long? Timestamp { get; private set; }

    /// <summary>The sample's labels as they stand in the text, e.g. a="b",c="d"; for <see cref="TryTakeLabel"/>.</summary>
    public readonly ReadOnlySpan<byte> Labels => _labels;

    /// <summary>Goes to the next sample; false at the end.</summary>
    public bool Read()
    {
        while (!_rest.IsEmpty)
        {
            _line++;
            var end = _rest.IndexOf((byte)'\n');
            if (end < 0)
            {
                throw Malformed("is cut short");
            }

            var line = _rest[..end].Trim(" \t\r"u8);
            _rest = _rest[(end + 1)..];
            if (!line.IsEmpty && line[0] != '#')
            {
                ReadSample(line);
                return true;
            }
        }

        return false;
    }

    /// <summary>The value of a label of this sample, or null.</summary>
    public readonly string? Label(ReadOnlySpan<byte> name)
    {
        var rest = _labels;
        while (TryTakeLabel(ref rest, out var label, out var value))
        {
            if (label.SequenceEqual(name))
            {
                return Unescape(value);
            }
        }

        return null;
    }

    /// <summary>Takes name="value" from the front, with the comma before it; false when that is not what comes. Its escapes stay.</summary>
    public static bool TryTakeLabel(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = default;
        value = default;
        var text = rest.TrimStart(", \t"u8);
        var equals = text.IndexOf((byte)'=');
        if (equals <= 0)
        {
            return false;
        }

        name = text[..equals].TrimEnd(" \t"u8);
        text = text[(equals + 1)..].TrimStart(" \t"u8);
        if (text.IsEmpty || text[0] != '"' || EndOfValue(text[1..]) is not (>= 0 and var length))
        {
            return false;
        }

        value = text.Slice(1, length);
        rest = text[(length + 2)..];
        return true;
    }

    private static int EndOfValue(ReadOnlySpan<byte> value)
    {
        for (var i = 0; i < value.Length;)
        {
            var found = value[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0 || value[i + found] == '"')
            {
                return found < 0 ? -1 : i + found;
            }

            i += found + 2;
        }

        return -1;
    }

    private static string Unescape(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value);
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
                result.Append(text[i] == 'n' ? '\n' : text[i]);
            }
            else
            {
                result.Append(text[i]);
            }
        }

        return result.ToString();
    }

    private static bool TryParseValue(ReadOnlySpan<byte> text, out double value)
    {
        if (Utf8Parser.TryParse(text, out value, out var used) && used == text.Length)
        {
            return true;
        }

        value = text switch
        {
            [(byte)'N', (byte)'a', (byte)'N'] => double.NaN,
            [(byte)'I', (byte)'n', (byte)'f'] or [(byte)'+', (byte)'I', (byte)'n', (byte)'f'] => double.PositiveInfinity,
            [(byte)'-', (byte)'I', (byte)'n', (byte)'f'] => double.NegativeInfinity,
            _ => 0,
        };
        return value != 0;
    }

    private void ReadSample(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAny("{ \t"u8);
        if (end <= 0)
        {
            throw Malformed("is no sample");
        }

        Name = line[..end];
        var rest = line[end..];
        _labels = default;
        if (rest[0] == '{')
        {
            var length = LengthOfLabels(rest[1..]);
            _labels = rest.Slice(1, length);
            rest = rest[(length + 2)..];
        }

        ReadNumbers(rest.Trim(" \t"u8));
    }

    /// <summary>Checks the labels on the way, so that looking one up later cannot fail.</summary>
    private readonly int LengthOfLabels(ReadOnlySpan<byte> text)
    {
        var rest = text;
        while (rest.TrimStart(", \t"u8) is not [(byte)'}', ..])
        {
            if (!TryTakeLabel(ref rest, out _, out _))
            {
                throw Malformed("has no proper labels");
            }
        }

        return text.Length - rest.TrimStart(", \t"u8).Length;
    }

    private void ReadNumbers(ReadOnlySpan<byte> text)
    {
        var gap = text.IndexOfAny(" \t"u8);
        var value = gap < 0 ? text : text[..gap];
        if (!TryParseValue(value, out var number))
        {
            throw Malformed("has no number");
        }

        Value = number;
        Timestamp = null;
        if (gap < 0)
        {
            return;
        }

        var time = text[gap..].TrimStart(" \t"u8);
        if (!Utf8Parser.TryParse(time, out long milliseconds, out var used) || used != time.Length)
        {
            throw Malformed("has no proper time");
        }

        Timestamp = milliseconds;
    }

    private readonly FormatException Malformed(string how) => new($"line {_line} of the metrics {how}");
}

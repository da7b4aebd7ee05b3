using System.Text.Json;
using Autoscale.Testing;

namespace Autoscale.Kubernetes.Tests;

[Trait("Category", "Vectors")]
public sealed class QuantityVectorTests
{
    [Fact]
    public void Vectors_EveryLine_GivesWhatKubernetesGave()
    {
        var wrong = new List<string>();
        var lines = 0;
        foreach (var (file, line) in Vectors.Read("quantity"))
        {
            lines++;
            var differences = line.TryGetProperty("in", out var text) ? Parsed(text.GetString()!, line) : Calculated(line);
            wrong.AddRange(differences.Select(difference => $"{file} {line.GetRawText()[..Math.Min(60, line.GetRawText().Length)]}: {difference}"));
        }

        Assert.NotEqual(0, lines);
        Assert.True(wrong.Count == 0, $"{wrong.Count} differ in {lines} lines:\n{string.Join('\n', wrong.Take(40))}");
    }

    private static IEnumerable<string> Parsed(string text, JsonElement expected)
    {
        var isRead = Quantity.TryParse(text, out var quantity, out var error);
        var hasInt64 = quantity.TryGetInt64(out var int64);
        return Differences(expected, [
            ("error", isRead ? null : error),
            ("canonical", isRead ? quantity.ToString() : null),
            ("format", isRead ? quantity.Format.ToString() : null),
            ("value", isRead ? quantity.Value : null),
            ("milliValue", isRead ? quantity.MilliValue : null),
            ("asInt64", isRead && hasInt64 ? int64 : null),
            ("sign", isRead ? quantity.Sign : null),
            ("approximateFloat64", isRead ? quantity.ToDouble() : null),
        ]).Concat(FromJson(text, expected)).Concat(FromServer(text, expected));
    }

    private static IEnumerable<string> FromJson(string text, JsonElement expected)
    {
        var literal = $"\"{Literal(text)}\"";
        try
        {
            var canonical = JsonSerializer.Deserialize<Quantity>(literal).ToString();
            return Differences(expected, [(expected.TryGetProperty("jsonCanonical", out _) ? "jsonCanonical" : "canonical", canonical), ("jsonError", null)]);
        }
        catch (JsonException failure)
        {
            return Differences(expected, [("jsonError", failure.Message), ("jsonCanonical", null)]);
        }
    }

    // As Go's encoding/json writes the text between the quotes.
    private static string Literal(string text) => string.Concat(text.Select(letter => letter switch
    {
        '"' or '\\' => $"\\{letter}",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < ' ' or '<' or '>' or '&' => $"\\u{(int)letter:x4}",
        _ => letter.ToString(),
    }));

    private static IEnumerable<string> FromServer(string text, JsonElement expected)
    {
        var server = expected.GetProperty("server");
        var isRead = Quantity.TryParse(Literal(text).Trim(), out var quantity, out var error);
        var message = $"LimitRange in version \"v1\" cannot be handled as a LimitRange: {error}";
        return Differences(server, [
            ("code", isRead ? 201 : 400),
            ("canonical", isRead ? quantity.RoundUpToMilli().ToString() : null),
            ("message", isRead ? null : message),
        ]);
    }

    private static IEnumerable<string> Calculated(JsonElement expected)
    {
        var a = Quantity.Parse(expected.GetProperty("a").GetString());
        var b = Quantity.Parse(expected.GetProperty("b").GetString());
        return Differences(expected, [
            ("add", (a + b).ToString()),
            ("sub", (a - b).ToString()),
            ("cmp", a.CompareTo(b)),
            ("addValue", (a + b).Value),
            ("max", Quantity.Max(a, b).ToString()),
        ]);
    }

    private static IEnumerable<string> Differences(JsonElement expected, (string Field, object? Got)[] fields)
    {
        foreach (var (field, got) in fields)
        {
            var wanted = expected.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : (JsonElement?)null;
            var agrees = (wanted, got) switch
            {
                (null, null) => true,
                (null, _) or (_, null) => false,
                (_, double number) => wanted.Value.GetDouble().Equals(number),
                _ => wanted.Value.ToString() == FormattableString.Invariant($"{got}"),
            };
            if (!agrees)
            {
                yield return $"{field}: expected {wanted?.ToString() ?? "nothing"}, got {got ?? "nothing"}";
            }
        }
    }
}

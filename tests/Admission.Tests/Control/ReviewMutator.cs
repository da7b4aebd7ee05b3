using System.Text;
using System.Text.Json.Nodes;

namespace Autoscale.Admission.Tests.Control;

/// <summary>Damages real reviews in the ways in which bytes get damaged, and in those in which somebody would do it on purpose.</summary>
internal sealed class ReviewMutator(int seed)
{
    private const int MostDamages = 4;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "null", "true", "-0", "1e999999", "-1E-400", "99999999999999999999999999999999999999", "0.1e", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "{}", "[]",
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\"kind\":\"Pod\",", "\"uid\":", "\"9223372036854775808Ei\"", "\"-1\"", "\"1e3000000000\"", "\"a\\nb\"",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xef, 0xbb, 0xbf], [0],
    ];

    private readonly Random _random = new(seed);

    private static readonly byte[][] Reviews = [.. Genuine().Select(Given.Body)];

    public byte[] Next()
    {
        var body = Reviews[_random.Next(Reviews.Length)];
        for (var damages = _random.Next(1, MostDamages + 1); damages > 0; damages--)
        {
            body = Damage(body);
        }

        return body;
    }

    private static IEnumerable<JsonObject> Genuine()
    {
        yield return Given.Review();
        yield return Given.Review(it => (it["operation"], it["oldObject"], it["subResource"]) = ("UPDATE", it["object"]!.DeepClone(), "resize"));
        yield return Given.Review(it => (it["operation"], it["oldObject"], it["object"], it["dryRun"]) = ("DELETE", it["object"]!.DeepClone(), null, true));
        yield return Given.Review(it =>
        {
            it["resource"] = JsonNode.Parse("""{"group":"apps","version":"v1","resource":"deployments"}""");
            it["kind"] = JsonNode.Parse("""{"group":"apps","version":"v1","kind":"Deployment"}""");
            it["object"] = new JsonObject { ["metadata"] = it["object"]!["metadata"]!.DeepClone(), ["spec"] = new JsonObject { ["replicas"] = 3, ["template"] = it["object"]!.DeepClone() } };
        });
    }

    private byte[] Damage(byte[] body)
    {
        var at = _random.Next(body.Length + 1);
        var length = Math.Min(_random.Next(1, 60), body.Length - at);
        var span = body.AsSpan(at, length);
        return _random.Next(9) switch
        {
            0 => body[..at],
            1 or 2 => Flip(body),
            3 => [.. body[..at], .. span, .. body[at..]],
            4 => [.. body[..at], .. body[(at + length)..]],
            5 => [.. body[..at], .. Nesting(), .. body[at..]],
            6 => [.. body[..at], .. Tokens[_random.Next(Tokens.Length)], .. body[at..]],
            _ => ReplaceValue(body),
        };
    }

    private byte[] Flip(byte[] body)
    {
        var flipped = body.ToArray();
        if (flipped.Length > 0)
        {
            flipped[_random.Next(flipped.Length)] ^= (byte)(1 << _random.Next(8));
        }

        return flipped;
    }

    private byte[] Nesting()
    {
        var depth = _random.Next(1, 2000);
        var (open, close) = _random.Next(2) == 0 ? ("[", "]") : ("{\"a\":", "}");
        var text = new StringBuilder().Insert(0, open, depth).Append('1');
        return Encoding.UTF8.GetBytes((_random.Next(2) == 0 ? text : text.Insert(text.Length, close, depth)).ToString());
    }

    // What follows a colon is a value: this keeps the JSON whole, so that the damage gets past the reader.
    private byte[] ReplaceValue(byte[] body)
    {
        var colons = Enumerable.Range(0, body.Length).Where(i => body[i] == ':').ToList();
        if (colons.Count == 0)
        {
            return body;
        }

        var at = colons[_random.Next(colons.Count)] + 1;
        var end = at;
        while (end < body.Length && body[end] is not ((byte)',' or (byte)'}' or (byte)']'))
        {
            end++;
        }

        var isContainer = end > at && body[at] is (byte)'{' or (byte)'[';
        byte[] inserted = [.. Tokens[_random.Next(12)], .. isContainer ? ",\"x\":"u8.ToArray() : []];
        return [.. body[..at], .. inserted, .. body[(isContainer ? at : end)..]];
    }
}

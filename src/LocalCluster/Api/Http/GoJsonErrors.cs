using System.Text;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Words what is wrong with malformed JSON as Go's parser does.</summary>
internal static class GoJsonErrors
{
    private const int SummaryLength = 30;

    /// <summary>The refusal of a body that is no JSON.</summary>
    public static ApiError Refuse(ResourceKind kind, ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body);
        var summary = text.Length > SummaryLength ? string.Concat(text.AsSpan(0, SummaryLength), " ...") : text;
        return Refusals.BadRequest(
            $"the object provided is unrecognized (must be of type {kind.Kind}): couldn't get version/kind; json parse error: {Describe(text)} ({summary})");
    }

    /// <summary>What is wrong with the text.</summary>
    public static string Describe(ReadOnlySpan<byte> body) => Describe(Encoding.UTF8.GetString(body));

    private static string Describe(string text) => new Scan(text).Run() ?? "unexpected end of JSON input";

    // Walks as far as the text is JSON; says what stands in the way, null at an early end.
    private sealed class Scan(string text)
    {
        private int _at;

        public string? Run() => Value("looking for beginning of value") ?? (Peek() is { } left ? Bad(left, "after top-level value") : null);

        private string? Value(string where) => Peek() switch
        {
            null => null,
            '{' => Members(),
            '[' => Items(),
            '"' => Text(),
            var first when first == '-' || char.IsAsciiLetterOrDigit(first.Value) && "tfn0123456789".Contains(first.Value, StringComparison.Ordinal) => Bare(),
            var odd => Bad(odd.Value, where),
        };

        private string? Members()
        {
            _at++;
            if (Peek() == '}')
            {
                _at++;
                return null;
            }

            while (true)
            {
                if (Peek() is not { } start)
                {
                    return null;
                }

                var problem = start != '"' ? Bad(start, "looking for beginning of object key string") : Text() ?? Expect(":", "after object key") ?? Value("looking for beginning of value");
                if (problem is not null || Peek() is null)
                {
                    return problem;
                }

                problem = Expect(",}", "after object key:value pair");
                if (problem is not null || text[_at - 1] == '}')
                {
                    return problem;
                }
            }
        }

        private string? Items()
        {
            _at++;
            if (Peek() == ']')
            {
                _at++;
                return null;
            }

            while (true)
            {
                var problem = Value("looking for beginning of value");
                if (problem is not null || Peek() is null)
                {
                    return problem;
                }

                problem = Expect(",]", "after array element");
                if (problem is not null || text[_at - 1] == ']')
                {
                    return problem;
                }
            }
        }

        private string? Text()
        {
            for (_at++; _at < text.Length && text[_at] != '"'; _at++)
            {
                _at += text[_at] == '\\' ? 1 : 0;
            }

            _at++;
            return null;
        }

        private string? Bare()
        {
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '.' or '-' or '+'))
            {
                _at++;
            }

            return null;
        }

        private string? Expect(string any, string where)
        {
            if (Peek() is not { } next)
            {
                return null;
            }

            _at++;
            return any.Contains(next, StringComparison.Ordinal) ? null : Bad(next, where);
        }

        private char? Peek()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }

            return _at < text.Length ? text[_at] : null;
        }

        private static string Bad(char odd, string where) => $"invalid character '{odd}' {where}";
    }
}

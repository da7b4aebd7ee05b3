namespace Autoscale.Kubernetes;

/// <summary>Reads the text form of label selectors with the errors of labels.Parse.</summary>
internal sealed class LabelSelectorParser
{
    private const string End = "";

    private readonly List<string> _tokens;
    private int _position;

    private LabelSelectorParser(string text) => _tokens = [.. Tokens(text), End];

    /// <summary>The requirements in the order written; throws <see cref="FormatException"/> with Kubernetes' own text.</summary>
    public static List<LabelRequirement> Parse(string text) => new LabelSelectorParser(text).ParseAll();

    // Every token is its own text: an operator, a word, or "" for the end.
    private static IEnumerable<string> Tokens(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var start = at++;
            if (IsSpace(text[start]))
            {
                continue;
            }

            if (IsSymbol(text[start]))
            {
                at += text[start] is '=' or '!' && at < text.Length && text[at] == '=' ? 1 : 0;
            }
            else
            {
                while (at < text.Length && !IsSpace(text[at]) && !IsSymbol(text[at]))
                {
                    at++;
                }
            }

            yield return text[start..at];
        }
    }

    private static bool IsSpace(char character) => character is ' ' or '\t' or '\r' or '\n';

    private static bool IsSymbol(char character) => character is '=' or '!' or '(' or ')' or ',' or '>' or '<';

    private static bool IsWord(string token) => token.Length > 0 && !IsSymbol(token[0]);

    private static FormatException Found(string token, string expected) => new($"found '{token}', expected: {expected}");

    private List<LabelRequirement> ParseAll()
    {
        List<LabelRequirement> requirements = [];
        while (Peek() != End)
        {
            if (!IsWord(Peek()) && Peek() != "!")
            {
                throw Found(Peek(), "!, identifier, or 'end of string'");
            }

            requirements.Add(ParseRequirement());
            var next = Take();
            if (next == End)
            {
                break;
            }

            if (next != ",")
            {
                throw Found(next, "',' or 'end of string'");
            }

            if (!IsWord(Peek()) && Peek() != "!")
            {
                throw Found(Peek(), "identifier after ','");
            }
        }

        return requirements;
    }

    private LabelRequirement ParseRequirement()
    {
        try
        {
            var (key, @operator, values) = ParseParts();
            return LabelRequirement.TryCreate(key, @operator, values, out var requirement, out var error)
                ? requirement
                : throw new FormatException(error);
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"unable to parse requirement: {wrong.Message}", wrong);
        }
    }

    private (string Key, LabelOperator Operator, IReadOnlyList<string> Values) ParseParts()
    {
        var isNegated = Peek() == "!";
        _position += isNegated ? 1 : 0;
        var key = Take();
        if (!IsWord(key))
        {
            throw Found(key, "identifier");
        }

        if (NameRules.LabelKeyErrors(key) is { Count: > 0 } errors)
        {
            // Upstream reports the key at no path, which Go prints so.
            throw new FormatException($"<nil>: Invalid value: {GoText.Quote(key)}: {string.Join("; ", errors)}");
        }

        if (isNegated)
        {
            return (key, LabelOperator.DoesNotExist, []);
        }

        if (Peek() is End or ",")
        {
            return (key, LabelOperator.Exists, []);
        }

        var @operator = ParseOperator();
        var values = @operator is LabelOperator.In or LabelOperator.NotIn ? ParseValues() : [ParseValue()];
        return (key, @operator, values);
    }

    private LabelOperator ParseOperator()
    {
        var token = Take();
        return token switch
        {
            "in" => LabelOperator.In,
            "notin" => LabelOperator.NotIn,
            "=" => LabelOperator.Equals,
            "==" => LabelOperator.DoubleEquals,
            "!=" => LabelOperator.NotEquals,
            ">" => LabelOperator.GreaterThan,
            "<" => LabelOperator.LessThan,
            _ => throw Found(token, "in, notin, =, ==, !=, gt, lt"),
        };
    }

    private string ParseValue()
    {
        if (Peek() is End or ",")
        {
            return "";
        }

        var token = Take();
        return IsWord(token) ? token : throw Found(token, "identifier");
    }

    // Between the parentheses a missing word is the empty value, however many are missing.
    private List<string> ParseValues()
    {
        var open = Take();
        if (open != "(")
        {
            throw new FormatException($"found '{open}' expected: '('");
        }

        if (Peek() == ")")
        {
            _position++;
            return [""];
        }

        if (!IsWord(Peek()) && Peek() != ",")
        {
            throw Found(Peek(), "',', ')' or identifier");
        }

        var values = new SortedSet<string>(StringComparer.Ordinal);
        do
        {
            ParseListed(values);
        }
        while (Peek() != ")");
        _position++;
        return [.. values];
    }

    private void ParseListed(SortedSet<string> values)
    {
        var token = Take();
        if (token == ",")
        {
            if (values.Count == 0 || Peek() is ")" or ",")
            {
                values.Add("");
            }

            return;
        }

        if (!IsWord(token))
        {
            throw Found(token, "',', or identifier");
        }

        values.Add(token);
        if (Peek() is not ("," or ")"))
        {
            throw Found(Peek(), "',' or ')'");
        }
    }

    private string Peek() => _tokens[_position];

    private string Take() => _tokens[_position++];
}

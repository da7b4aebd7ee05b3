namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>Takes an expression apart into words.</summary>
internal sealed class CelLexer(string text)
{
    private static readonly string[] Pairs = ["&&", "||", "==", "!=", "<=", ">=", ".?", "[?"];

    private int _at;

    /// <summary>All words, the end last; throws <see cref="CelProblem"/> at what is none.</summary>
    public List<CelToken> Read()
    {
        var tokens = new List<CelToken>();
        while (SkipBlank())
        {
            tokens.Add(Next());
        }

        tokens.Add(new CelToken(CelTokenKind.End, "<EOF>", text.Length));
        return tokens;
    }

    private bool SkipBlank()
    {
        while (_at < text.Length && (char.IsWhiteSpace(text[_at]) || IsComment()))
        {
            _at = IsComment() ? LineEnd() : _at + 1;
        }

        return _at < text.Length;
    }

    private bool IsComment() => string.CompareOrdinal(text, _at, "//", 0, 2) == 0;

    private int LineEnd() => text.IndexOf('\n', _at) is >= 0 and var end ? end : text.Length;

    private CelToken Next()
    {
        var (start, first) = (_at, text[_at]);
        if (first is '"' or '\'' || (first is 'r' or 'R' && _at + 1 < text.Length && text[_at + 1] is '"' or '\''))
        {
            var read = CelStrings.Read(text, _at, out _at);
            return new CelToken(CelTokenKind.Text, read, start);
        }

        if (char.IsAsciiDigit(first) || (first == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))
        {
            return new CelToken(CelTokenKind.Number, Number(), start);
        }

        if (char.IsAsciiLetter(first) || first == '_')
        {
            return new CelToken(CelTokenKind.Name, Take(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'), start);
        }

        return Sign(start);
    }

    private CelToken Sign(int start)
    {
        var sign = Pairs.FirstOrDefault(pair => string.CompareOrdinal(text, start, pair, 0, 2) == 0) ?? text[start].ToString();
        if (sign.Length == 1 && !"!<>?:.,()[]{}+-*/%=&|".Contains(sign, StringComparison.Ordinal))
        {
            throw new CelProblem(start, $"Syntax error: token recognition error at: '{sign}'");
        }

        _at += sign.Length;
        return new CelToken(CelTokenKind.Sign, sign, start);
    }

    private string Number()
    {
        var isHex = string.CompareOrdinal(text, _at, "0x", 0, 2) == 0;
        var digits = Take(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.');
        if (!isHex && digits[^1] is 'e' or 'E' && _at < text.Length && text[_at] is '+' or '-')
        {
            digits += text[_at++] + Take(char.IsAsciiDigit);
        }

        return digits;
    }

    private string Take(Predicate<char> isPart)
    {
        var start = _at;
        while (_at < text.Length && isPart(text[_at]))
        {
            _at++;
        }

        return text[start.._at];
    }
}

using System.Globalization;

namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>The values that stand in an expression itself: numbers, true, false and null.</summary>
internal static class CelLiterals
{
    private static readonly string[] Reserved = ["in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while"];

    /// <summary>A number, behind its minus where there is one.</summary>
    public static CelExpression Number(CelToken token, CelToken? minus)
    {
        var text = token.Kind == CelTokenKind.Number ? token.Text : throw new CelProblem(token.Start, "the operator '-' is not supported");
        var sign = minus is null ? "" : "-";
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) && hex >= 0
                ? Constant(minus is null ? hex : -hex)
                : throw Malformed(token);
        }

        var isUnsigned = text[^1] is 'u' or 'U' && minus is null;
        if (long.TryParse(sign + (isUnsigned ? text[..^1] : text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return Constant(whole);
        }

        return text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 && double.TryParse(sign + text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
            ? CelExpression.Constant(CelType.Number, real)
            : throw Malformed(token);
    }

    /// <summary>true, false or null; null when the name is none of them; refuses names that the language keeps for itself.</summary>
    public static CelExpression? Named(CelToken token) => token.Text switch
    {
        "true" => CelExpression.Constant(CelType.Boolean, true),
        "false" => CelExpression.Constant(CelType.Boolean, false),
        "null" => CelExpression.Constant(CelType.Any, null),
        _ when Reserved.Contains(token.Text) => throw new CelProblem(token.Start, $"reserved identifier: {token.Text}"),
        _ => null,
    };

    private static CelExpression Constant(long value) => CelExpression.Constant(CelType.Number, value);

    private static CelProblem Malformed(CelToken token) => new(token.Start, $"Syntax error: invalid number '{token.Text}'");
}

namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>Makes an expression of words, by recursive descent over the language's grammar; what is not supported is refused.</summary>
internal sealed class CelParser
{
    private const int DeepestNesting = 100;
    private const int MostWords = 4000;

    private readonly List<CelToken> _tokens;
    private readonly CelScope _scope;
    private readonly CelCalls _calls;
    private int _at;
    private int _depth;

    /// <summary>Parses words that end with the end, over declared variables.</summary>
    public CelParser(List<CelToken> tokens, CelDeclarations declarations)
    {
        (_tokens, _scope) = (tokens, new CelScope(declarations));
        _calls = new CelCalls(this, _scope);
        if (tokens.Count > MostWords)
        {
            throw new CelProblem(tokens[MostWords].Start, $"expressions of more than {MostWords} words are not supported");
        }
    }

    /// <summary>How many variables the expression has, those of its macros included.</summary>
    public int Variables => _scope.Size;

    /// <summary>The word at hand.</summary>
    public CelToken Current => _tokens[_at];

    /// <summary>The expression that all words make.</summary>
    public CelExpression Parse()
    {
        var expression = Expression();
        return Current.Kind == CelTokenKind.End ? expression : throw Unexpected();
    }

    /// <summary>An expression: a condition, with two results where ? follows.</summary>
    public CelExpression Expression()
    {
        Descend();
        var start = Current.Start;
        var condition = Or();
        if (TryTake("?"))
        {
            CelComposition.Require(condition, CelType.Boolean, start, "?:");
            var then = Or();
            Take(":");
            condition = CelComposition.Choose(condition, then, Expression());
        }

        _depth--;
        return condition;
    }

    /// <summary>Takes a word that must come now.</summary>
    public CelToken Take(string sign) => Current.Is(sign) ? _tokens[_at++] : throw Unexpected();

    /// <summary>Takes a name that must come now.</summary>
    public CelToken TakeName() => Current.Kind == CelTokenKind.Name ? _tokens[_at++] : throw Unexpected();

    /// <summary>Takes a word if it comes now.</summary>
    public bool TryTake(string sign)
    {
        var isThere = Current.Is(sign);
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private CelExpression Or()
    {
        var left = And();
        while (Current is var sign && TryTake("||"))
        {
            left = CelComposition.Either(sign, left, And());
        }

        return left;
    }

    private CelExpression And()
    {
        var left = Relation();
        while (Current is var sign && TryTake("&&"))
        {
            left = CelComposition.Both(sign, left, Relation());
        }

        return left;
    }

    private CelExpression Relation()
    {
        var left = Unary();
        while (Current is { Text: "==" or "!=" or "<" or "<=" or ">" or ">=" or "in", Kind: CelTokenKind.Sign or CelTokenKind.Name } sign)
        {
            _at++;
            left = CelComposition.Compare(sign, left, Unary());
        }

        if (Current is { Kind: CelTokenKind.Sign, Text: "+" or "-" or "*" or "/" or "%" })
        {
            throw new CelProblem(Current.Start, $"the operator '{Current.Text}' is not supported");
        }

        return left;
    }

    private CelExpression Unary()
    {
        var sign = Current;
        if (TryTake("!"))
        {
            Descend();
            var operand = Unary();
            _depth--;
            return CelComposition.Not(sign, operand);
        }

        return Member(TryTake("-") ? CelLiterals.Number(_tokens[_at++], sign) : Primary());
    }

    private CelExpression Member(CelExpression value)
    {
        while (true)
        {
            var sign = Current;
            if (TryTake("."))
            {
                var name = TakeName();
                value = TryTake("(") ? _calls.On(value, name) : _scope.Select(value, name);
            }
            else if (TryTake("["))
            {
                var (list, index) = (value, Expression());
                Take("]");
                value = new CelExpression(CelType.Any, frame => CelAccess.Index(list.Evaluate(frame), index.Evaluate(frame)));
            }
            else
            {
                return sign.Is(".?") || sign.Is("[?") ? throw new CelProblem(sign.Start, "optional field access is not supported") : value;
            }
        }
    }

    private CelExpression Primary()
    {
        var token = Current;
        _at++;
        switch (token)
        {
            case { Kind: CelTokenKind.Text }:
                return CelExpression.Constant(CelType.Text, token.Text);
            case { Kind: CelTokenKind.Number }:
                return CelLiterals.Number(token, null);
            case { Kind: CelTokenKind.Name }:
                return TryTake("(") ? _calls.Of(token) : CelLiterals.Named(token) ?? _scope.Variable(token);
            case { Kind: CelTokenKind.Sign, Text: "(" }:
                var inner = Expression();
                Take(")");
                return inner;
            case { Kind: CelTokenKind.Sign, Text: "[" }:
                return List();
            case { Kind: CelTokenKind.Sign, Text: "{" }:
                throw new CelProblem(token.Start, "maps are not supported");
            default:
                _at--;
                throw Unexpected();
        }
    }

    private CelExpression List()
    {
        var items = new List<CelExpression>();
        while (!Current.Is("]"))
        {
            items.Add(Expression());
            if (!TryTake(","))
            {
                break;
            }
        }

        Take("]");
        return CelComposition.List(items);
    }

    private void Descend()
    {
        if (++_depth > DeepestNesting)
        {
            throw new CelProblem(Current.Start, $"expression recursion limit exceeded: {DeepestNesting}");
        }
    }

    private CelProblem Unexpected() => new(Current.Start, Current.Kind == CelTokenKind.End
        ? "Syntax error: mismatched input '<EOF>'"
        : $"Syntax error: extraneous input '{Current.Text}'");
}

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
            Require(condition, CelType.Boolean, start, "?:");
            var then = Or();
            Take(":");
            condition = Choose(condition, then, Expression());
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

    /// <summary>Refuses operands of other types.</summary>
    public static void Require(CelExpression operand, CelType type, int start, string operation)
    {
        if (!operand.MayBe(type))
        {
            throw new CelProblem(start, $"found no matching overload for '{operation}' applied to '{operand.Type}'");
        }
    }

    private static CelExpression Choose(CelExpression condition, CelExpression then, CelExpression otherwise) => new(
        then.Type == otherwise.Type ? then.Type : CelType.Any,
        frame => condition.Evaluate(frame) switch
        {
            true => then.Evaluate(frame),
            false => otherwise.Evaluate(frame),
            CelError error => error,
            _ => CelError.NoOverload,
        });

    private CelExpression Or()
    {
        var left = And();
        while (Current is var sign && TryTake("||"))
        {
            var (first, second) = (left, And());
            left = Logic(sign, first, second, frame => CelOperators.Or(first.Evaluate(frame), () => second.Evaluate(frame)));
        }

        return left;
    }

    private CelExpression And()
    {
        var left = Relation();
        while (Current is var sign && TryTake("&&"))
        {
            var (first, second) = (left, Relation());
            left = Logic(sign, first, second, frame => CelOperators.And(first.Evaluate(frame), () => second.Evaluate(frame)));
        }

        return left;
    }

    private static CelExpression Logic(CelToken sign, CelExpression left, CelExpression right, Func<object?[], object?> evaluate)
    {
        Require(left, CelType.Boolean, sign.Start, $"_{sign.Text}_");
        Require(right, CelType.Boolean, sign.Start, $"_{sign.Text}_");
        return new CelExpression(CelType.Boolean, evaluate);
    }

    private CelExpression Relation()
    {
        var left = Unary();
        while (Current is { Text: "==" or "!=" or "<" or "<=" or ">" or ">=" or "in", Kind: CelTokenKind.Sign or CelTokenKind.Name } sign)
        {
            _at++;
            left = Compare(sign, left, Unary());
        }

        if (Current is { Kind: CelTokenKind.Sign, Text: "+" or "-" or "*" or "/" or "%" })
        {
            throw new CelProblem(Current.Start, $"the operator '{Current.Text}' is not supported");
        }

        return left;
    }

    private static CelExpression Compare(CelToken sign, CelExpression left, CelExpression right)
    {
        var fits = sign.Text == "in"
            ? right.MayBe(CelType.List) || right.MayBe(CelType.Map)
            : left.Type == right.Type || left.Type == CelType.Any || right.Type == CelType.Any;
        if (!fits)
        {
            throw new CelProblem(sign.Start, $"found no matching overload for '_{sign.Text}_' applied to '({left.Type}, {right.Type})'");
        }

        return new CelExpression(CelType.Boolean, frame => CelOperators.Apply(sign.Text, left.Evaluate(frame), right.Evaluate(frame)));
    }

    private CelExpression Unary()
    {
        var sign = Current;
        if (TryTake("!"))
        {
            Descend();
            var operand = Unary();
            _depth--;
            Require(operand, CelType.Boolean, sign.Start, "!_");
            return new CelExpression(CelType.Boolean, frame => CelOperators.Not(operand.Evaluate(frame)));
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
        return new CelExpression(CelType.List, frame => Evaluate(items, frame));
    }

    private static object? Evaluate(List<CelExpression> items, object?[] frame)
    {
        var values = items.ConvertAll(item => item.Evaluate(frame));
        return values.Find(value => value is CelError) ?? values;
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

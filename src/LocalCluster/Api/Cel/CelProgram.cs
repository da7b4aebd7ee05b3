namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>A condition in the Common Expression Language, as much of it as is supported, made ready to be evaluated often and by many threads.</summary>
internal sealed class CelProgram
{
    /// <summary>What an expression is told that comes to something other than true or false.</summary>
    public const string NoCondition = "must evaluate to bool";

    private readonly CelExpression _expression;
    private readonly int _variables;

    /// <summary>Compiles a condition over declared variables; throws <see cref="CelProblem"/> when it is malformed, not supported, or no condition.</summary>
    public CelProgram(string expression, CelDeclarations declarations)
    {
        var parser = new CelParser(new CelLexer(expression).Read(), declarations);
        (_expression, _variables) = (parser.Parse(), parser.Variables);
        if (_expression.Type != CelType.Boolean)
        {
            throw new CelProblem(0, NoCondition);
        }
    }

    /// <summary>Whether the condition holds for the values of the variables, in their order of declaration; an error where that cannot be said.</summary>
    public (bool Holds, CelError? Error) Evaluate(params ReadOnlySpan<object?> values)
    {
        var frame = new object?[_variables];
        values.CopyTo(frame);
        return _expression.Evaluate(frame) switch
        {
            bool holds => (holds, null),
            CelError error => (false, error),
            _ => (false, CelError.NoOverload),
        };
    }
}

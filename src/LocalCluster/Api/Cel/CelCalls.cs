namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>Parses calls of functions and macros, behind their opening bracket.</summary>
internal sealed class CelCalls(CelParser parser, CelScope scope)
{
    /// <summary>A call of a function by itself: has() or size().</summary>
    public CelExpression Of(CelToken name)
    {
        switch (name.Text)
        {
            case "has":
                return Has(name);
            case "size":
                var value = parser.Expression();
                parser.Take(")");
                return Size(value);
            case "matches":
                throw new CelProblem(name.Start, "the function 'matches' is supported behind its text only: text.matches(pattern)");
            default:
                throw new CelProblem(name.Start, $"the function '{name.Text}' is not supported");
        }
    }

    /// <summary>A call of a function or macro on a value.</summary>
    public CelExpression On(CelExpression target, CelToken name)
    {
        if (CelMacros.IsKnown(name.Text))
        {
            return Macro(target, name);
        }

        if (name.Text == "size")
        {
            parser.Take(")");
            return Size(target);
        }

        if (!CelFunctions.IsOfTexts(name.Text))
        {
            throw new CelProblem(name.Start, $"the function '{name.Text}' is not supported");
        }

        var argument = parser.Expression();
        parser.Take(")");
        CelComposition.Require(target, CelType.Text, name.Start, name.Text);
        CelComposition.Require(argument, CelType.Text, name.Start, name.Text);
        return new CelExpression(CelType.Boolean, frame => CelFunctions.OfTexts(name.Text, target.Evaluate(frame), argument.Evaluate(frame)));
    }

    private static CelExpression Size(CelExpression value) => new(CelType.Number, frame => CelFunctions.Size(value.Evaluate(frame)));

    // The argument is a field that may be missing, of a value that may not.
    private CelExpression Has(CelToken name)
    {
        var argument = parser.Expression();
        parser.Take(")");
        return argument.Presence is { } presence
            ? new CelExpression(CelType.Boolean, presence)
            : throw new CelProblem(name.Start, "invalid argument to has() macro");
    }

    private CelExpression Macro(CelExpression target, CelToken name)
    {
        var variable = parser.TakeName();
        parser.Take(",");
        var slot = scope.Enter(variable.Text);
        var condition = parser.Expression();
        scope.Leave();
        parser.Take(")");
        CelComposition.Require(condition, CelType.Boolean, name.Start, name.Text);
        return new CelExpression(CelType.Boolean, frame => CelMacros.Evaluate(name.Text, target.Evaluate(frame), item => With(frame, slot, item, condition)));
    }

    private static object? With(object?[] frame, int slot, object? item, CelExpression condition)
    {
        frame[slot] = item;
        return condition.Evaluate(frame);
    }
}

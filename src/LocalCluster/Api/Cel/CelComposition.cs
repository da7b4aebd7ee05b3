namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>Puts expressions together of others, where their types allow it.</summary>
internal static class CelComposition
{
    /// <summary>Refuses operands of other types.</summary>
    public static void Require(CelExpression operand, CelType type, int start, string operation)
    {
        if (!operand.MayBe(type))
        {
            throw new CelProblem(start, $"found no matching overload for '{operation}' applied to '{operand.Type}'");
        }
    }

    /// <summary>condition ? then : otherwise.</summary>
    public static CelExpression Choose(CelExpression condition, CelExpression then, CelExpression otherwise) => new(
        then.Type == otherwise.Type ? then.Type : CelType.Any,
        frame => condition.Evaluate(frame) switch
        {
            true => then.Evaluate(frame),
            false => otherwise.Evaluate(frame),
            CelError error => error,
            _ => CelError.NoOverload,
        });

    /// <summary>left || right.</summary>
    public static CelExpression Either(CelToken sign, CelExpression left, CelExpression right) =>
        Logic(sign, left, right, frame => CelOperators.Or(left.Evaluate(frame), () => right.Evaluate(frame)));

    /// <summary>left &amp;&amp; right.</summary>
    public static CelExpression Both(CelToken sign, CelExpression left, CelExpression right) =>
        Logic(sign, left, right, frame => CelOperators.And(left.Evaluate(frame), () => right.Evaluate(frame)));

    /// <summary>!operand.</summary>
    public static CelExpression Not(CelToken sign, CelExpression operand)
    {
        Require(operand, CelType.Boolean, sign.Start, "!_");
        return new CelExpression(CelType.Boolean, frame => CelOperators.Not(operand.Evaluate(frame)));
    }

    /// <summary>Two values compared, or one looked for in the other.</summary>
    public static CelExpression Compare(CelToken sign, CelExpression left, CelExpression right)
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

    /// <summary>A list of values; an error when one of them is.</summary>
    public static CelExpression List(List<CelExpression> items) => new(CelType.List, frame =>
    {
        var values = items.ConvertAll(item => item.Evaluate(frame));
        return values.Find(value => value is CelError) ?? values;
    });

    private static CelExpression Logic(CelToken sign, CelExpression left, CelExpression right, Func<object?[], object?> evaluate)
    {
        Require(left, CelType.Boolean, sign.Start, $"_{sign.Text}_");
        Require(right, CelType.Boolean, sign.Start, $"_{sign.Text}_");
        return new CelExpression(CelType.Boolean, evaluate);
    }
}

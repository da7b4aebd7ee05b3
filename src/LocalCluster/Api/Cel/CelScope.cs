namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>The variables that an expression may name: those declared, and within macros one more each.</summary>
internal sealed class CelScope(CelDeclarations declarations)
{
    private readonly List<(string Name, int Slot)> _inner = [];

    /// <summary>How many variables have been given a place.</summary>
    public int Size { get; private set; } = declarations.Variables.Count;

    /// <summary>The variable of that name, the innermost first.</summary>
    public CelExpression Variable(CelToken name)
    {
        if (_inner.FindLast(one => one.Name == name.Text) is { Name: not null, Slot: var slot })
        {
            return new CelExpression(CelType.Any, frame => frame[slot]);
        }

        foreach (var (index, variable) in declarations.Variables.Index())
        {
            if (variable.Name == name.Text)
            {
                return new CelExpression(variable.Type, frame => frame[index]) { Path = variable.Type == CelType.Map ? variable.Name : "" };
            }
        }

        throw new CelProblem(name.Start, $"undeclared reference to '{name.Text}' (in container '')");
    }

    /// <summary>The field of a value; one that is not declared where all are is refused.</summary>
    public CelExpression Select(CelExpression value, CelToken name)
    {
        if (value.Type is not (CelType.Any or CelType.Map))
        {
            throw new CelProblem(name.Start, $"type '{value.Type}' does not support field selection");
        }

        var selected = new CelExpression(CelType.Any, frame => CelAccess.Field(value.Evaluate(frame), name.Text))
        {
            Presence = frame => CelAccess.Has(value.Evaluate(frame), name.Text),
        };
        if (value.Path.Length == 0)
        {
            return selected;
        }

        var path = $"{value.Path}.{name.Text}";
        return declarations.Fields.TryGetValue(path, out var type)
            ? selected with { Type = type, Path = type == CelType.Map ? path : "" }
            : throw new CelProblem(name.Start, $"undefined field '{name.Text}'");
    }

    /// <summary>Gives a macro's variable a place for as long as its condition is parsed.</summary>
    public int Enter(string name)
    {
        _inner.Add((name, Size));
        return Size++;
    }

    /// <summary>Ends the innermost macro's condition.</summary>
    public void Leave() => _inner.RemoveAt(_inner.Count - 1);
}

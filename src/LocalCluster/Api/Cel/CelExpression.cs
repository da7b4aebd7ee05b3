namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>A part of an expression, ready to be evaluated with the values of all variables: null, bool, long, double, string, JsonObject, JsonArray, a list, or <see cref="CelError"/>.</summary>
internal sealed record CelExpression(CelType Type, Func<object?[], object?> Evaluate)
{
    /// <summary>Dotted name of a field that is declared, e.g. request.operation; "" for all else.</summary>
    public string Path { get; init; } = "";

    /// <summary>Whether the field that the expression names is there, for has(); null when it names none.</summary>
    public Func<object?[], object?>? Presence { get; init; }

    /// <summary>A value that stands in the expression itself.</summary>
    public static CelExpression Constant(CelType type, object? value) => new(type, _ => value);

    /// <summary>Whether the value may be of a type.</summary>
    public bool MayBe(CelType type) => Type == type || Type == CelType.Any;
}

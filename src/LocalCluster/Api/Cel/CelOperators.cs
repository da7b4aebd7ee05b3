using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>The operators of the language on values.</summary>
internal static class CelOperators
{
    /// <summary>a &amp;&amp; b: false when either is, whatever the other's error.</summary>
    public static object? And(object? left, Func<object?> right) => Decide(left, right, decisive: false);

    /// <summary>a || b: true when either is, whatever the other's error.</summary>
    public static object? Or(object? left, Func<object?> right) => Decide(left, right, decisive: true);

    /// <summary>!a.</summary>
    public static object? Not(object? value) => value is bool flag ? !flag : Fail(value);

    /// <summary>What two operands come to: an error of one of them, or what the operator makes of them.</summary>
    public static object? Apply(string sign, object? left, object? right) => (left, right) switch
    {
        (CelError, _) => left,
        (_, CelError) => right,
        _ => sign switch
        {
            "==" => AreEqual(left, right),
            "!=" => !AreEqual(left, right),
            "in" => Contains(right, left),
            _ => Order(sign, left, right),
        },
    };

    /// <summary>Whether two values are the same; values of different types are not, but for numbers.</summary>
    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (long or double, long or double) => Compare(left, right) == 0,
        (JsonObject one, JsonObject other) => JsonNode.DeepEquals(one, other),
        (JsonArray or IReadOnlyList<object?>, JsonArray or IReadOnlyList<object?>) => AreEqual(CelAccess.Items(left) ?? [], CelAccess.Items(right) ?? []),
        _ => Equals(left, right),
    };

    private static bool AreEqual(IReadOnlyList<object?> left, IReadOnlyList<object?> right) =>
        left.Count == right.Count && left.Zip(right).All(pair => AreEqual(pair.First, pair.Second));

    private static object? Decide(object? left, Func<object?> right, bool decisive)
    {
        if (left is bool first && first == decisive)
        {
            return first;
        }

        var other = right();
        return other switch
        {
            bool second when second == decisive => second,
            bool when left is bool => !decisive,
            bool => Fail(left),
            _ => left is CelError ? left : Fail(other),
        };
    }

    private static object? Contains(object? list, object? item) => list switch
    {
        JsonObject members => item is string name && members.ContainsKey(name),
        _ when CelAccess.Items(list) is { } items => items.Any(one => AreEqual(one, item)),
        _ => CelError.NoOverload,
    };

    private static object? Order(string sign, object? left, object? right)
    {
        if (Compare(left, right) is not { } order)
        {
            return CelError.NoOverload;
        }

        return sign switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
    }

    private static int? Compare(object? left, object? right) => (left, right) switch
    {
        (long one, long other) => one.CompareTo(other),
        (long or double, long or double) => Convert.ToDouble(left, null).CompareTo(Convert.ToDouble(right, null)),
        (string one, string other) => string.CompareOrdinal(one, other),
        (bool one, bool other) => one.CompareTo(other),
        _ => null,
    };

    private static object Fail(object? value) => value as CelError ?? CelError.NoOverload;
}

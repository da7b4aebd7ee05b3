using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Estimation;

namespace Autoscale.Vpa.Capping;

/// <summary>The limit ranges of a namespace folded into one, after pkg/utils/limitrange: the lowest max, the highest min, the last default.</summary>
public sealed record LimitRangeBounds
{
    /// <summary>No bounds at all.</summary>
    public static LimitRangeBounds None { get; } = new();

    /// <summary>Of each container; null when nothing is said.</summary>
    internal LimitBound? Container { get; private init; }

    /// <summary>Of each pod as a whole; null when nothing is said.</summary>
    internal LimitBound? Pod { get; private init; }

    /// <summary>Folds the limit ranges of one namespace, by their names: of the defaults the last counts.</summary>
    public static LimitRangeBounds Of(IEnumerable<LimitRange> limitRanges)
    {
        LimitRangeItem[] items = [.. limitRanges.OrderBy(range => range.Metadata.Name, StringComparer.Ordinal).SelectMany(range => range.Spec.Limits)];
        return items.Length == 0 ? None : new() { Container = Fold(items, "Container"), Pod = Fold(items, "Pod") };
    }

    private static LimitBound? Fold(IEnumerable<LimitRangeItem> items, string type)
    {
        var bound = new LimitBound(Max: null, Min: null, Default: null);
        foreach (var item in items.Where(item => item.Type == type))
        {
            bound = new(Fold(bound.Max, item.Max, Quantity.Min), Fold(bound.Min, item.Min, Quantity.Max), item.Default ?? bound.Default);
        }

        return bound is { Max: null, Min: null, Default: null } ? null : bound;
    }

    private static IReadOnlyDictionary<string, Quantity>? Fold(
        IReadOnlyDictionary<string, Quantity>? former, IReadOnlyDictionary<string, Quantity>? latter, Func<Quantity, Quantity, Quantity> choose)
    {
        if (former is null || latter is null)
        {
            return former ?? latter;
        }

        var folded = Amounts.Copy(former);
        foreach (var resource in Resources.Both.Where(latter.ContainsKey))
        {
            folded[resource] = folded.TryGetValue(resource, out var amount) ? choose(amount, latter[resource]) : latter[resource];
        }

        return folded;
    }
}

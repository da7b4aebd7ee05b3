using System.Diagnostics.CodeAnalysis;
using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Capping;

/// <summary>Lists of amounts by resource, in the order of their names, so that what is written of them is always the same.</summary>
internal static class Amounts
{
    /// <summary>A list of its own; null for null.</summary>
    [return: NotNullIfNotNull(nameof(amounts))]
    public static SortedDictionary<string, Quantity>? Copy(IReadOnlyDictionary<string, Quantity>? amounts)
    {
        if (amounts is null)
        {
            return null;
        }

        var copy = new SortedDictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var (resource, amount) in amounts)
        {
            copy[resource] = amount;
        }

        return copy;
    }

    /// <summary>The amount of a resource; zero where there is none, which upstream does not tell apart.</summary>
    public static Quantity Of(this IReadOnlyDictionary<string, Quantity>? amounts, string resource) =>
        amounts is not null && amounts.TryGetValue(resource, out var amount) ? amount : Quantity.Zero;
}

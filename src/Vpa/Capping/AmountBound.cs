using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Estimation;

namespace Autoscale.Vpa.Capping;

/// <summary>The least and the most per resource; what is zero or not there bounds nothing.</summary>
internal readonly record struct AmountBound(IReadOnlyDictionary<string, Quantity>? Min, IReadOnlyDictionary<string, Quantity>? Max)
{
    /// <summary>Bounds nothing.</summary>
    public static AmountBound None => default;

    /// <summary>The requests with which a container and its limit, kept in proportion, stay within the limit ranges.</summary>
    public static AmountBound Of(ResourceRequirements container, LimitBound limitRange)
    {
        var ratios = Resources.Both.Select(resource => RequestRatio.Of(resource, container, limitRange.Default));

        // The request must reach the minimum too.
        return new(
            limitRange.Min is null ? null : ratios.ToDictionary(
                ratio => ratio.Resource, ratio => Quantity.Max(ratio.RequestWithin(limitRange.Min.Of(ratio.Resource)), limitRange.Min.Of(ratio.Resource))),
            limitRange.Max is null ? null : ratios.ToDictionary(ratio => ratio.Resource, ratio => ratio.RequestWithin(limitRange.Max.Of(ratio.Resource))));
    }

    /// <summary>Brings amounts to the minimum, then to the maximum, which hence wins, and says which were moved, in the order of their names.</summary>
    public IReadOnlyList<string> Cap(SortedDictionary<string, Quantity>? amounts, string toMin = "minAllowed", string toMax = "maxAllowed")
    {
        var notes = new List<string>();
        if (amounts is null)
        {
            return notes;
        }

        foreach (var (resource, amount) in amounts.ToList())
        {
            var (least, most) = (Min.Of(resource), Max.Of(resource));
            var raised = !least.IsZero && amount < least ? least : amount;
            var bounded = !most.IsZero && raised > most ? most : raised;
            amounts[resource] = bounded;
            notes.AddRange(amount == raised ? [] : [$"{resource} capped to {toMin}"]);
            notes.AddRange(raised == bounded ? [] : [$"{resource} capped to {toMax}"]);
        }

        return notes;
    }
}

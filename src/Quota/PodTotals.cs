using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>
/// What a pod's containers come to together, after k8s.io/component-helpers/resource: containers and sidecars run side by side, each
/// plain init container beside the sidecars that started before it, and the most of these counts. A resource that no container names is absent.
/// </summary>
public static class PodTotals
{
    /// <summary>What the containers request; amounts of the pod as a whole replace it where they count.</summary>
    public static ResourceVector Requests(PodSpec spec, Func<string, bool> countsAtPodLevel) =>
        Replace(OfContainers(spec, container => container.Resources?.Requests), spec.Resources?.Requests, countsAtPodLevel);

    /// <summary>What the containers are limited to; amounts of the pod as a whole replace it where they count.</summary>
    public static ResourceVector Limits(PodSpec spec, Func<string, bool> countsAtPodLevel) =>
        Replace(OfContainers(spec, container => container.Resources?.Limits), spec.Resources?.Limits, countsAtPodLevel);

    /// <summary>The total of the amounts that each container is said to have; null is none.</summary>
    public static ResourceVector OfContainers(PodSpec spec, Func<Container, IReadOnlyDictionary<string, Quantity>?> amountsOf)
    {
        var total = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var container in spec.Containers)
        {
            Add(total, amountsOf(container));
        }

        if (spec.InitContainers.Count == 0)
        {
            return ResourceVector.From(total);
        }

        var sidecars = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        var peak = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var container in spec.InitContainers)
        {
            var amounts = amountsOf(container);
            var phase = container.IsSidecar ? sidecars : new(StringComparer.Ordinal);
            Add(phase, amounts);
            if (container.IsSidecar)
            {
                Add(total, amounts);
            }
            else
            {
                Add(phase, sidecars);
            }

            Raise(peak, phase);
        }

        Raise(total, peak);
        return ResourceVector.From(total);
    }

    /// <summary>The total with the amounts of the pod as a whole in place of those that count at that level.</summary>
    public static ResourceVector Replace(
        ResourceVector total, IReadOnlyDictionary<string, Quantity>? podLevel, Func<string, bool> countsAtPodLevel)
    {
        if (podLevel is null || !podLevel.Keys.Any(countsAtPodLevel))
        {
            return total;
        }

        var replaced = total.Amounts.ToDictionary();
        foreach (var (resource, amount) in podLevel.Where(entry => countsAtPodLevel(entry.Key)))
        {
            replaced[resource] = amount;
        }

        return ResourceVector.From(replaced);
    }

    // The first amount is taken as it is, not added to zero: it keeps the form in which it was written.
    private static void Add(Dictionary<string, Quantity> sum, IReadOnlyDictionary<string, Quantity>? amounts)
    {
        if (amounts is null)
        {
            return;
        }

        foreach (var (resource, amount) in amounts)
        {
            sum[resource] = sum.TryGetValue(resource, out var before) ? before + amount : amount;
        }
    }

    private static void Raise(Dictionary<string, Quantity> most, Dictionary<string, Quantity> amounts)
    {
        foreach (var (resource, amount) in amounts)
        {
            if (!most.TryGetValue(resource, out var before) || amount > before)
            {
                most[resource] = amount;
            }
        }
    }
}

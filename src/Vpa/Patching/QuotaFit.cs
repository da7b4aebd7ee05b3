using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Estimation;

namespace Autoscale.Vpa.Patching;

/// <summary>Leaves new pods what they ask for themselves, resource by resource, where more would not fit into the quotas of their namespace.</summary>
internal static class QuotaFit
{
    /// <summary>What fits of the resources: as they are, else without the boost of CPU, else what the pod has; the containers say what was kept and why.</summary>
    /// <param name="pod">The pod, of which nothing is counted yet.</param>
    /// <param name="wanted">What it should get.</param>
    /// <param name="unboosted">The same without boosts.</param>
    /// <param name="refuses">Which quota has no room for so much more of requests and limits; null when all have.</param>
    public static PodResources Apply(Pod pod, PodResources wanted, PodResources unboosted, Func<ResourceVector, ResourceVector, string?> refuses)
    {
        var fitting = wanted;

        // What is left alone is so with a boost and without.
        unboosted = new() { Containers = [.. wanted.Containers.Zip(unboosted.Containers, (container, plain) => container.IsLeftAlone ? container : plain)] };
        foreach (var resource in Resources.Both)
        {
            if (Refuse(pod, fitting, resource, refuses) is not { } why)
            {
                continue;
            }

            var isBoost = resource == Resources.Cpu && wanted.Containers.Any(container => container.Originals is not null);
            var isBoostAlone = isBoost && Refuse(pod, unboosted, resource, refuses) is null;
            fitting = new()
            {
                Containers = [.. fitting.Containers.Zip(unboosted.Containers, (container, plain) =>
                    !isBoostAlone ? Replace(container, resource, ContainerResources.Unchanged, $"{resource} kept: {why}")
                    : container.Originals is null ? container
                    : Replace(container, resource, plain, $"{resource} not boosted: {why}"))],
            };
        }

        return fitting;
    }

    private static string? Refuse(Pod pod, PodResources resources, string resource, Func<ResourceVector, ResourceVector, string?> refuses)
    {
        var (requests, limits) = (Total(pod, resources, resource, isLimit: false), Total(pod, resources, resource, isLimit: true));
        var isMore = requests > Total(pod, null, resource, isLimit: false) || limits > Total(pod, null, resource, isLimit: true);
        return isMore ? refuses(Vector(resource, requests), Vector(resource, limits)) : null;
    }

    private static ResourceVector Vector(string resource, Quantity amount) =>
        amount.IsZero ? ResourceVector.Empty : ResourceVector.Of(resource, amount);

    // Sidecars count beside the containers; other init containers are over by then, and seldom need more than all of these.
    private static Quantity Total(Pod pod, PodResources? resources, string resource, bool isLimit)
    {
        var total = Quantity.Zero;
        for (var index = 0; index < pod.Spec.Containers.Count; index++)
        {
            var set = isLimit ? resources?.Containers[index].Limits : resources?.Containers[index].Requests;
            total += set is not null && set.TryGetValue(resource, out var amount) ? amount : Own(pod.Spec.Containers[index], resource, isLimit);
        }

        return pod.Spec.InitContainers.Where(container => container.IsSidecar)
            .Aggregate(total, (sum, sidecar) => sum + Own(sidecar, resource, isLimit));
    }

    // What has a limit alone is given a request of the same amount when it is stored.
    private static Quantity Own(Container container, string resource, bool isLimit)
    {
        var (requests, limits) = (container.Resources?.Requests, container.Resources?.Limits);
        return isLimit || requests?.ContainsKey(resource) != true ? limits.Of(resource) : requests.Of(resource);
    }

    private static ContainerResources Replace(ContainerResources container, string resource, ContainerResources by, string why)
    {
        var (requests, limits) = (Amounts.Copy(container.Requests), Amounts.Copy(container.Limits));
        var wasSet = requests.Remove(resource) | limits.Remove(resource);
        if (!wasSet)
        {
            return container;
        }

        Put(requests, resource, by.Requests);
        Put(limits, resource, by.Limits);
        return container with
        {
            Requests = requests,
            Limits = limits,
            Kept = [.. container.Kept, why],
            Originals = resource == Resources.Cpu ? null : container.Originals,
        };
    }

    private static void Put(SortedDictionary<string, Quantity> amounts, string resource, IReadOnlyDictionary<string, Quantity> by)
    {
        if (by.TryGetValue(resource, out var amount))
        {
            amounts[resource] = amount;
        }
    }
}

using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa;

/// <summary>What a pod asks of a resource, in thousandths, as the denominator of a utilization.</summary>
public static class PodRequests
{
    /// <summary>
    /// The request of the pod (container "") or of one container; false with upstream's text where one is missing. Sidecars count as
    /// containers, other init containers do not; requests of the pod as a whole go first.
    /// </summary>
    public static bool TryGet(Pod pod, MetricPlan metric, bool podLevel, out long milli, out string? error)
    {
        if (podLevel && metric.Container.Length == 0 && HasPodLevelRequests(pod.Spec))
        {
            var request = PodLevel(pod.Spec, metric.Resource);
            milli = request ?? 0;
            error = request is null ? $"missing pod-level request for {metric.Resource} in Pod {pod.Metadata.Name}" : null;
            return request is not null;
        }

        milli = 0;
        var found = metric.Container.Length == 0;
        error = Sum(pod.Spec.Containers, metric.Resource, metric.Container, onlySidecars: false, ref milli, ref found)
            ?? Sum(pod.Spec.InitContainers, metric.Resource, metric.Container, onlySidecars: true, ref milli, ref found);
        error = error is null
            ? found ? null : $"container {metric.Container} not found in Pod {pod.Metadata.Name}"
            : $"missing request for {metric.Resource} in container {error} of Pod {pod.Metadata.Name}";
        return error is null;
    }

    /// <summary>The request of the pod as a whole, with requests at pod level in force; null where one is missing.</summary>
    public static long? OfWholePod(Pod pod, string resource)
    {
        if (HasPodLevelRequests(pod.Spec))
        {
            return PodLevel(pod.Spec, resource);
        }

        var (milli, found) = (0L, true);
        return Sum(pod.Spec.Containers, resource, "", onlySidecars: false, ref milli, ref found) is null
            && Sum(pod.Spec.InitContainers, resource, "", onlySidecars: true, ref milli, ref found) is null ? milli : null;
    }

    // Returns the name of the first container that lacks the request.
    private static string? Sum(
        IReadOnlyList<Container> containers, string resource, string only, bool onlySidecars, ref long milli, ref bool found)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            var container = containers[i];
            if ((onlySidecars && !container.IsSidecar) || (only.Length > 0 && (found || container.Name != only)))
            {
                continue;
            }

            found = true;
            if (Request(container.Resources?.Requests, resource) is not { } request)
            {
                return container.Name;
            }

            milli = Saturating.Add(milli, request);
        }

        return null;
    }

    private static bool HasPodLevelRequests(PodSpec spec)
    {
        if (spec.Resources?.Requests is { } requests)
        {
            foreach (var name in requests.Keys)
            {
                if (IsPodLevelResource(name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsPodLevelResource(string name) =>
        name is "cpu" or "memory" || name.StartsWith("hugepages-", StringComparison.Ordinal);

    private static long? PodLevel(PodSpec spec, string resource)
    {
        var own = IsPodLevelResource(resource) ? Request(spec.Resources?.Requests, resource) : null;
        var request = own ?? OfContainers(spec, resource);
        return Plus(request, Request(spec.Overhead, resource));
    }

    // As the scheduler counts: containers and sidecars together, or the init container that needs most beside earlier sidecars.
    private static long? OfContainers(PodSpec spec, string resource)
    {
        long? running = null;
        foreach (var container in spec.Containers)
        {
            running = Plus(running, Request(container.Resources?.Requests, resource));
        }

        long? sidecars = null;
        long? starting = null;
        foreach (var container in spec.InitContainers)
        {
            var request = Request(container.Resources?.Requests, resource);
            var needed = Plus(sidecars, request);
            starting = Greater(starting, needed);
            (running, sidecars) = container.IsSidecar ? (Plus(running, request), needed) : (running, sidecars);
        }

        return Greater(running, starting);
    }

    private static long? Request(IReadOnlyDictionary<string, Quantity>? requests, string resource) =>
        requests is not null && requests.TryGetValue(resource, out var quantity) ? quantity.SaturatedMilliValue : null;

    private static long? Plus(long? left, long? right) =>
        left is { } l && right is { } r ? Saturating.Add(l, r) : left ?? right;

    private static long? Greater(long? left, long? right) =>
        left is { } l && right is { } r ? Math.Max(l, r) : left ?? right;
}

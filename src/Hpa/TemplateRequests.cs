using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa;

/// <summary>What a pod would ask of a resource had its containers kept the requests of their template, in thousandths.</summary>
internal static class TemplateRequests
{
    /// <summary>
    /// The sum over the containers and sidecars of a pod, or one container's; those that were injected, and so are not in the template,
    /// count with their own. False with upstream's text where one is missing.
    /// </summary>
    public static bool TryGet(Pod pod, PodTemplate template, MetricPlan metric, out long milli, out string? error)
    {
        milli = 0;
        error = null;
        var found = metric.Container.Length == 0;
        var containers = pod.Spec.Containers;
        for (var i = 0; i < containers.Count && error is null; i++)
        {
            error = Add(containers[i], template.Spec, metric, ref milli, ref found);
        }

        var beside = pod.Spec.InitContainers;
        for (var i = 0; i < beside.Count && error is null; i++)
        {
            error = beside[i].IsSidecar ? Add(beside[i], template.Spec, metric, ref milli, ref found) : null;
        }

        error = error is not null ? $"missing request for {metric.Resource} in container {error} of Pod {pod.Metadata.Name}"
            : !found ? $"container {metric.Container} not found in Pod {pod.Metadata.Name}"
            : null;
        return error is null;
    }

    // Returns the name of the container where it lacks the request.
    private static string? Add(Container container, PodSpec template, MetricPlan metric, ref long milli, ref bool found)
    {
        if (metric.Container.Length > 0 && container.Name != metric.Container)
        {
            return null;
        }

        found = true;
        var asked = Named(template.Containers, container.Name) ?? Named(template.InitContainers, container.Name) ?? container;
        if (asked.Resources?.Amount(metric.Resource) is not { } request)
        {
            return container.Name;
        }

        milli = Saturating.Add(milli, request.SaturatedMilliValue);
        return null;
    }

    private static Container? Named(IReadOnlyList<Container> containers, string name)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            if (containers[i].Name == name)
            {
                return containers[i];
            }
        }

        return null;
    }
}

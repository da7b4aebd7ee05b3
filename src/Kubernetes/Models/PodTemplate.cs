namespace Autoscale.Kubernetes.Models;

/// <summary>What a workload makes its pods from.</summary>
public sealed record PodTemplate
{
    /// <summary>Labels and annotations of the pods.</summary>
    public ObjectMeta Metadata { get => field ?? new(); init; }

    /// <summary>Specification of the pods; the server sets no pod's defaults in it.</summary>
    public PodSpec Spec { get => field ?? new(); init; }

    /// <summary>
    /// Whether the template says what its pods ask of a resource: the pod as a whole, or each container and sidecar ("" for the
    /// container), or the one container named. A limit stands for the request, as it will in the pods.
    /// </summary>
    public bool Requests(string resource, string container)
    {
        if (container.Length == 0 && Spec.Resources?.Amount(resource) is not null)
        {
            return true;
        }

        var named = false;
        foreach (var one in Spec.Containers.Concat(Spec.InitContainers.Where(init => init.IsSidecar)))
        {
            if (container.Length > 0 && one.Name != container)
            {
                continue;
            }

            if (one.Resources?.Amount(resource) is null)
            {
                return false;
            }

            named = true;
        }

        return named;
    }
}

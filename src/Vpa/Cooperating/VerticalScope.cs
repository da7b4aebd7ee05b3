using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Cooperating;

/// <summary>What of its target a vertical autoscaler sets requests of.</summary>
public static class VerticalScope
{
    /// <summary>
    /// Whether the requests of the target's pods are the autoscaler's and no longer the template's: in every mode but Off, since the
    /// webhook sets them at creation from Initial on.
    /// </summary>
    public static bool SetsRequests(VerticalPodAutoscaler vpa) => vpa.Spec.UpdatePolicy?.UpdateMode != "Off";

    /// <summary>Whether pods that run are changed, too.</summary>
    public static bool ChangesPods(VerticalPodAutoscaler vpa) => vpa.Spec.UpdatePolicy?.UpdateMode is not ("Off" or "Initial");

    /// <summary>The key of the target; null where none is named. Versions of the group do not tell targets apart.</summary>
    public static ObjectKey? TargetOf(VerticalPodAutoscaler vpa) => vpa.Spec.TargetRef is { Name.Length: > 0 } target
        ? new(GroupOf(target.ApiVersion), target.Kind, vpa.Metadata.Namespace, target.Name)
        : null;

    /// <summary>
    /// Whether the policies leave a resource of a container, or of any ("") of the template's containers, to the autoscaler. While the
    /// template is not known, neither are the containers: then any policy that does counts.
    /// </summary>
    public static bool Covers(VerticalPodAutoscaler vpa, PodTemplate? template, string resource, string container)
    {
        var policy = vpa.Spec.ResourcePolicy;
        return container.Length > 0 ? Covers(policy, resource, container)
            : template is { Spec.Containers.Count: > 0 } ? template.Spec.Containers.Any(one => Covers(policy, resource, one.Name))
            : Covers(policy, resource, "") || policy?.ContainerPolicies.Any(one => Covers(policy, resource, one.ContainerName)) == true;
    }

    internal static string GroupOf(string apiVersion) =>
        apiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? apiVersion[..slash] : "";

    // As upstream, the container's own policy counts whole, else the one for all.
    private static bool Covers(VpaResourcePolicy? policy, string resource, string container)
    {
        var policies = policy?.ContainerPolicies ?? [];
        var own = policies.FirstOrDefault(one => one.ContainerName == container) ?? policies.FirstOrDefault(one => one.ContainerName == "*");
        return own?.Mode != "Off" && (own?.ControlledResources?.Contains(resource) ?? resource is "cpu" or "memory");
    }
}

using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Updating;

/// <summary>Whether the direction of a change is one that the autoscaler asks for, after upstream's scaling_direction_pod_eviction_admission.</summary>
internal static class EvictionRequirements
{
    /// <summary>Whether a pod may be changed: without an update policy always, else when a container fulfils every requirement, or asks for too little to tell.</summary>
    public static bool Admit(Pod pod, VpaUpdatePolicy? policy, RecommendedPodResources? recommendation) =>
        policy is null || pod.Spec.Containers.Any(container => Admits(pod, container.Name, policy, recommendation));

    private static bool Admits(Pod pod, string container, VpaUpdatePolicy policy, RecommendedPodResources? recommendation)
    {
        if (recommendation?.ContainerRecommendations.FirstOrDefault(entry => entry.ContainerName == container) is not { } recommended)
        {
            return false;
        }

        var requests = ContainerAmounts.Of(pod, container).Requests;
        return requests?.ContainsKey("cpu") != true
            || !requests.ContainsKey("memory")
            || policy.EvictionRequirements.All(requirement => requirement.Resources.Any(
                resource => Holds(requirement.ChangeRequirement, Milli(requests, resource), Milli(recommended.Target, resource))));
    }

    private static bool Holds(string requirement, long request, long target) => requirement switch
    {
        "TargetHigherThanRequests" => target > request,
        "TargetLowerThanRequests" => target < request,
        _ => false,
    };

    private static long Milli(IReadOnlyDictionary<string, Quantity>? amounts, string resource) =>
        amounts?.GetValueOrDefault(resource).SaturatedMilliValue ?? 0;
}

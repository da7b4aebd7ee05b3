using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Estimation;

/// <summary>Which policy a container has: its own entry, else the one named *, whole.</summary>
public static class ContainerPolicy
{
    /// <summary>The name of the policy of containers without their own.</summary>
    public const string Everyone = "*";

    /// <summary>The policy of a container, or null without one; of two of its name the first counts, of two * the last, as upstream.</summary>
    public static ContainerResourcePolicy? Of(string container, VpaResourcePolicy? policy)
    {
        if (policy is null)
        {
            return null;
        }

        ContainerResourcePolicy? fallback = null;
        for (var index = 0; index < policy.ContainerPolicies.Count; index++)
        {
            var entry = policy.ContainerPolicies[index];
            if (entry.ContainerName == container)
            {
                return entry;
            }

            fallback = entry.ContainerName == Everyone ? entry : fallback;
        }

        return fallback;
    }

    /// <summary>Whether nothing is recommended for the container.</summary>
    public static bool IsOff(ContainerResourcePolicy? policy) => policy?.Mode == "Off";

    /// <summary>Whether a resource is recommended: every one unless the policy lists those that are.</summary>
    public static bool Controls(ContainerResourcePolicy? policy, string resource) =>
        policy?.ControlledResources is not { } controlled || controlled.Contains(resource);

    /// <summary>Whether limits follow the requests, as they do unless the policy says RequestsOnly.</summary>
    public static bool ControlsLimits(ContainerResourcePolicy? policy) => policy?.ControlledValues is null or "RequestsAndLimits";

    /// <summary>Whether requests stay below limits that are left as they are.</summary>
    public static bool ControlsRequestsOnly(ContainerResourcePolicy? policy) => policy?.ControlledValues == "RequestsOnly";
}

using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Capping;

/// <summary>Finds what a policy says of a container: its own entry, else the one named *, each used whole.</summary>
public static class PolicyEntry
{
    private const string Rest = "*";

    /// <summary>The entry for the container; null when the policy says nothing of it.</summary>
    public static ContainerResourcePolicy? Of(VpaResourcePolicy? policy, string container) => policy is null ? null
        : policy.ContainerPolicies.FirstOrDefault(entry => entry.ContainerName == container)
        ?? policy.ContainerPolicies.LastOrDefault(entry => entry.ContainerName == Rest);

    /// <summary>Whether the entry leaves the container alone.</summary>
    public static bool IsOff(ContainerResourcePolicy? entry) => entry?.Mode == "Off";

    /// <summary>Whether limits follow the requests, as they do unless the entry says RequestsOnly.</summary>
    public static bool ControlsLimits(ContainerResourcePolicy? entry) => entry?.ControlledValues is null or "RequestsAndLimits";

    /// <summary>Whether requests stay below limits that are left as they are.</summary>
    public static bool ControlsRequestsOnly(ContainerResourcePolicy? entry) => entry?.ControlledValues == "RequestsOnly";
}

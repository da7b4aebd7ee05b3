using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>What a resource claim uses up: itself, and devices by their class and extended resource, after pkg/quota/v1/evaluator/core/resource_claims.go.</summary>
internal sealed class ResourceClaimCost : IObjectCost
{
    // What a request for all devices counts for: no allocation can hold more (resource.k8s.io AllocationResultsMaxSize).
    private const long MostDevices = 32;
    private const string CountClaims = "count/resourceclaims.resource.k8s.io";
    private const string DevicesOfClass = ".deviceclass.resource.k8s.io/devices";
    private const string MadeForPod = "resource.kubernetes.io/extended-resource-claim";

    /// <inheritdoc />
    public bool Tracks(string name) =>
        name == CountClaims || name.EndsWith(DevicesOfClass, StringComparison.Ordinal) || PodResourceNames.IsExtendedRequest(name);

    /// <inheritdoc />
    public bool Tracks(string name, GovernedObject subject) => Tracks(name) && (!PodResourceNames.IsExtendedRequest(name) || HasClass(name, subject));

    /// <inheritdoc />
    public bool Handles(QuotaWrite write) => write.Subresource.Length == 0;

    /// <inheritdoc />
    public ResourceVector Of(GovernedObject subject, DateTimeOffset now)
    {
        var claim = subject.Get<ResourceClaim>();
        var charged = OwnerOf(claim, subject.Claimant) is { } pod ? PodCost.Of(pod, now) : ResourceVector.Empty;
        Dictionary<string, Quantity> cost = new(StringComparer.Ordinal) { [CountClaims] = Quantity.FromLong(1) };
        Dictionary<string, Quantity> requests = new(StringComparer.Ordinal);
        foreach (var (name, devices) in DevicesByClass(claim))
        {
            cost[name + DevicesOfClass] = devices;
            Add(requests, PodResourceNames.DeviceClassRequest + name, devices);
            if (subject.ExtendedResources.GetValueOrDefault(name) is { Length: > 0 } extended)
            {
                Add(requests, PodResourceNames.Requests + extended, devices);
            }
        }

        // What the pod was charged for under the same name is not charged a second time for the claim that was made for it.
        foreach (var (name, devices) in requests)
        {
            cost[name] = Quantity.Max(devices - charged[name], Quantity.Zero);
        }

        return ResourceVector.From(cost);
    }

    // Names of extended resources are about claims only where a device class stands for one; a class that does not is left to pods, as upstream.
    private static bool HasClass(string request, GovernedObject subject)
    {
        var resource = request[PodResourceNames.Requests.Length..];
        return resource.StartsWith(PodResourceNames.DeviceClass, StringComparison.Ordinal)
            && subject.ExtendedResources.ContainsKey(resource[PodResourceNames.DeviceClass.Length..])
            || subject.ExtendedResources.Any(entry => entry.Value == resource);
    }

    private static void Add(Dictionary<string, Quantity> sums, string name, Quantity amount) =>
        sums[name] = sums.GetValueOrDefault(name) + amount;

    private static Pod? OwnerOf(ResourceClaim claim, Pod? pod)
    {
        if (pod is null || claim.Metadata.Annotations?.GetValueOrDefault(MadeForPod) != "true")
        {
            return null;
        }

        var owner = claim.Metadata.OwnerReferences?.FirstOrDefault(reference => reference.Controller);
        var owns = owner is { Kind: "Pod", ApiVersion: "v1" } && owner.Uid == pod.Metadata.Uid;
        var made = pod.Status.ExtendedResourceClaimStatus?.ResourceClaimName;
        return owns && (made is null || made == claim.Metadata.Name) ? pod : null;
    }

    private static Dictionary<string, Quantity> DevicesByClass(ResourceClaim claim)
    {
        Dictionary<string, Quantity> devices = new(StringComparer.Ordinal);
        foreach (var request in claim.Spec.Devices.Requests)
        {
            IEnumerable<DeviceChoice> choices = request.FirstAvailable.Count > 0 ? request.FirstAvailable
                : request.Exactly is { } exactly ? [exactly] : [];
            foreach (var ofClass in choices.GroupBy(choice => choice.DeviceClassName, StringComparer.Ordinal))
            {
                Add(devices, ofClass.Key, Quantity.FromLong(ofClass.Max(NumberOf)));
            }
        }

        return devices;
    }

    // Modes that are not known count for nothing.
    private static long NumberOf(DeviceChoice choice) => choice.AllocationMode switch
    {
        null or "ExactCount" => choice.Count ?? 1,
        "All" => MostDevices,
        _ => 0,
    };
}

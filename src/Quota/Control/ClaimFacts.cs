using System.Collections.Concurrent;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Control;

/// <summary>What the cost of a resource claim depends on beside the claim: the extended resources of device classes, and the pod that it was made for.</summary>
public sealed class ClaimFacts
{
    /// <summary>Resource claims.</summary>
    internal static readonly GroupResource Claims = new("resource.k8s.io", "resourceclaims");

    /// <summary>Device classes, which lie in no namespace.</summary>
    internal static readonly GroupResource Classes = new("resource.k8s.io", "deviceclasses");

    private static readonly GroupResource Pods = new("", "pods");

    private readonly ConcurrentDictionary<string, string> _extended = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Namespace, string Name), Pod> _claimants = new();

    /// <summary>Adds the facts to an object that is a claim; returns any other as it is.</summary>
    public GovernedObject With(GovernedObject subject, string @namespace)
    {
        if (subject.GroupResource != Claims)
        {
            return subject;
        }

        var owner = subject.Model.Metadata.OwnerReferences?.FirstOrDefault(reference => reference is { Controller: true, Kind: "Pod" });
        return subject with
        {
            ExtendedResources = _extended,
            Claimant = owner is null ? null : _claimants.GetValueOrDefault((@namespace, owner.Name)),
        };
    }

    /// <summary>Takes in a change of a device class or of a pod; any other is of no account. True when claims may cost something else now.</summary>
    internal bool Changed(GovernedObject subject, bool isGone)
    {
        if (subject.GroupResource == Pods)
        {
            Note((Pod)subject.Model, isGone);
            return false;
        }

        return subject.GroupResource == Classes && Note((DeviceClass)subject.Model, isGone);
    }

    /// <summary>Forgets what came from objects of a resource that nobody follows any more.</summary>
    internal void Forget(GroupResource resource)
    {
        if (resource == Pods)
        {
            _claimants.Clear();
        }
        else if (resource == Classes)
        {
            _extended.Clear();
        }
    }

    private bool Note(DeviceClass type, bool isGone)
    {
        var name = type.Metadata.Name;
        if (isGone || type.Spec.ExtendedResourceName is not { Length: > 0 } extended)
        {
            return _extended.TryRemove(name, out _);
        }

        _extended[name] = extended;
        return true;
    }

    // Only pods that ask for more than the usual can have claims made for them.
    private void Note(Pod pod, bool isGone)
    {
        var key = (pod.Metadata.Namespace, pod.Metadata.Name);
        if (isGone)
        {
            _claimants.TryRemove(key, out _);
        }
        else if (pod.Spec.Containers.Concat(pod.Spec.InitContainers).Any(AsksForDevices))
        {
            _claimants[key] = pod;
        }
    }

    private static bool AsksForDevices(Container container) => container.Resources?.Requests?.Keys.Any(name => name.Contains('/', StringComparison.Ordinal)) == true;
}

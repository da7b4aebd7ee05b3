using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Estimation;

/// <summary>Finds what of a resource policy has no effect, and says which rule holds instead.</summary>
public static class PolicyFaults
{
    /// <summary>Every fault, in the order of the policy; containers are those that the pods are known to have, empty while none is known.</summary>
    public static IReadOnlyList<PolicyFault> Of(VerticalPodAutoscaler vpa, IReadOnlyCollection<string> containers, RecommenderOptions options)
    {
        if (vpa.Spec.ResourcePolicy is not { ContainerPolicies: { Count: > 0 } policies })
        {
            return [];
        }

        var name = vpa.Metadata.Namespace.Length == 0 ? vpa.Metadata.Name : $"{vpa.Metadata.Namespace}/{vpa.Metadata.Name}";
        return [.. policies.Select((policy, index) => OfEntry(policies, index, containers, options).Select(fault => Named(fault, name))).SelectMany(faults => faults)];
    }

    private static IEnumerable<PolicyFault> OfEntry(
        IReadOnlyList<ContainerResourcePolicy> policies, int index, IReadOnlyCollection<string> containers, RecommenderOptions options)
    {
        var policy = policies[index];
        if (OfName(policies, index, containers) is { } fault)
        {
            return [fault];
        }

        if (ContainerPolicy.IsOff(policy))
        {
            return OfOff(policy);
        }

        return OfMode(policy).Concat(OfResources(policy)).Concat(Resources.Both.SelectMany(resource => OfBounds(policy, resource, options)));
    }

    private static PolicyFault? OfName(IReadOnlyList<ContainerResourcePolicy> policies, int index, IReadOnlyCollection<string> containers)
    {
        var name = policies[index].ContainerName;
        if (name.Length == 0)
        {
            return Fault(PolicyFaultKind.MissingContainer, policies[index], "containerName", "\"\"", "names no container and is not used");
        }

        // Of two of a name the first counts, of two * the last.
        var isEveryone = name == ContainerPolicy.Everyone;
        if (isEveryone ? policies.Skip(index + 1).Any(Same) : policies.Take(index).Any(Same))
        {
            return Fault(PolicyFaultKind.DuplicateContainer, policies[index], "containerName", name, $"is there twice; the {(isEveryone ? "last" : "first")} entry counts");
        }

        return isEveryone || containers.Count == 0 || containers.Contains(name) ? null
            : Fault(PolicyFaultKind.UnknownContainer, policies[index], "containerName", name, "is a container that no pod has; the entry is not used");

        bool Same(ContainerResourcePolicy other) => other.ContainerName == name;
    }

    private static IEnumerable<PolicyFault> OfOff(ContainerResourcePolicy policy)
    {
        return [.. Off("minAllowed", Text(policy.MinAllowed)), .. Off("maxAllowed", Text(policy.MaxAllowed)), .. Off("controlledValues", policy.ControlledValues)];

        IEnumerable<PolicyFault> Off(string field, string? value)
        {
            if (value is not null)
            {
                yield return Fault(PolicyFaultKind.OffWithValues, policy, field, value, "is not used, since mode is Off");
            }
        }
    }

    private static IEnumerable<PolicyFault> OfMode(ContainerResourcePolicy policy)
    {
        if (policy.Mode is not (null or "" or "Auto" or "Off"))
        {
            yield return Fault(PolicyFaultKind.UnknownMode, policy, "mode", policy.Mode, "is neither Auto nor Off; it counts as Auto");
        }
    }

    private static IEnumerable<PolicyFault> OfResources(ContainerResourcePolicy policy)
    {
        return [.. Unknown("controlledResources", policy.ControlledResources), .. Unknown("minAllowed", policy.MinAllowed?.Keys), .. Unknown("maxAllowed", policy.MaxAllowed?.Keys)];

        IEnumerable<PolicyFault> Unknown(string field, IEnumerable<string>? names) => (names ?? [])
            .Where(name => !Resources.Both.Contains(name))
            .Select(name => Fault(PolicyFaultKind.UnknownResource, policy, field, name, "is not used: only cpu and memory are recommended"));
    }

    private static IEnumerable<PolicyFault> OfBounds(ContainerResourcePolicy policy, string resource, RecommenderOptions options)
    {
        var global = resource == Resources.Cpu ? options.MaxAllowedCpu : options.MaxAllowedMemory;
        var bounds = PolicyBounds.Of(policy, resource, global);
        if (bounds.Min.Sign < 0)
        {
            yield return Fault(PolicyFaultKind.NegativeBound, policy, $"minAllowed {resource}", bounds.Min.ToString(), "is below zero and not used");
        }

        if (bounds.Max.Sign < 0)
        {
            yield return Fault(PolicyFaultKind.NegativeBound, policy, $"maxAllowed {resource}", bounds.Max.ToString(), "is below zero and not used");
        }

        if (bounds.Max.Sign > 0 && bounds.Min > bounds.Max)
        {
            var (kind, owner) = bounds.IsGlobalMax ? (PolicyFaultKind.MinAboveGlobalMax, "the global maximum") : (PolicyFaultKind.MinAboveMax, "maxAllowed");
            yield return Fault(kind, policy, $"minAllowed {resource}", bounds.Min.ToString(), $"is above {owner} {bounds.Max}, which wins");
        }
    }

    private static PolicyFault Fault(PolicyFaultKind kind, ContainerResourcePolicy policy, string field, string value, string rule) =>
        new(kind, policy.ContainerName, field, value, $"container {policy.ContainerName}: {field} {value} {rule}");

    private static PolicyFault Named(PolicyFault fault, string vpa) => fault with { Message = $"VPA {vpa}, {fault.Message}" };

    private static string? Text(IReadOnlyDictionary<string, Quantity>? amounts) =>
        amounts is null ? null : string.Join(",", amounts.Select(amount => $"{amount.Key}={amount.Value}"));
}

using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>Every container must say how much cpu and memory it wants where a quota limits them; amounts of the pod as a whole lift that for all resources, as upstream.</summary>
internal static class PodConstraint
{
    private static readonly string[] Demanded = ["cpu", "limits.cpu", "limits.memory", "memory", "requests.cpu", "requests.memory"];

    /// <summary>"must specify limits.memory for: c1,c2; requests.cpu for: c1", both sorted; null when nothing is missing.</summary>
    public static string? Missing(IReadOnlyCollection<string> limited, PodSpec spec)
    {
        if (PodCost.HasPodLevelResources(spec))
        {
            return null;
        }

        List<string> parts = [];
        foreach (var name in Demanded)
        {
            if (limited.Contains(name) && Lacking(spec, name) is { } containers)
            {
                parts.Add($"{name} for: {string.Join(',', containers)}");
            }
        }

        return parts.Count == 0 ? null : $"must specify {string.Join("; ", parts)}";
    }

    private static SortedSet<string>? Lacking(PodSpec spec, string name)
    {
        SortedSet<string>? lacking = null;
        foreach (var container in spec.Containers)
        {
            AddIfLacking(ref lacking, container, name);
        }

        foreach (var container in spec.InitContainers)
        {
            AddIfLacking(ref lacking, container, name);
        }

        return lacking;
    }

    private static void AddIfLacking(ref SortedSet<string>? lacking, Container container, string name)
    {
        if (!Says(container.Resources, name))
        {
            lacking ??= new(StringComparer.Ordinal);
            lacking.Add(container.Name);
        }
    }

    private static bool Says(ResourceRequirements? resources, string name) => name switch
    {
        "cpu" or "requests.cpu" => Has(resources?.Requests, "cpu"),
        "memory" or "requests.memory" => Has(resources?.Requests, "memory"),
        "limits.cpu" => Has(resources?.Limits, "cpu"),
        _ => Has(resources?.Limits, "memory"),
    };

    private static bool Has(IReadOnlyDictionary<string, Quantity>? amounts, string resource) => amounts?.ContainsKey(resource) == true;
}

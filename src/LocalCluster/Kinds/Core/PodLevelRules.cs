using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The rules of pod-level resources, alone and beside those of the containers, after validatePodResources of pkg/apis/core/validation.</summary>
public static class PodLevelRules
{
    /// <summary>Checks the pod-level resources of a specification, where it has any.</summary>
    public static void Check(FieldReport report, JsonObject spec, string path)
    {
        if (spec.PartAt("resources") is not { } resources)
        {
            return;
        }

        path = $"{path}.resources";
        if (spec.TextAt("os.name") == "windows")
        {
            report.Forbidden(path, "may not be set for a windows pod");
            return;
        }

        if (resources["claims"] is not null)
        {
            report.Forbidden($"{path}.claims", "claims may not be set for Resources at pod-level");
        }

        ResourceRules.Check(report, resources, path, CheckName, ContainerRules.Claims(spec));
        CheckCovers(report, spec, "requests", path);
        CheckCovers(report, spec, "limits", path);
        CheckContainerLimits(report, spec, path);
    }

    private static void CheckName(FieldReport report, string name, string path)
    {
        if (ResourceNameRules.CheckName(report, name, path) && !PodResources.IsPodLevel(name))
        {
            report.NotSupported(path, name, "cpu", "hugepages-", "memory");
        }
    }

    // The pod must ask for at least what its containers ask for in all; limits may be overcommitted but for huge pages.
    private static void CheckCovers(FieldReport report, JsonObject spec, string side, string path)
    {
        var own = ResourceRules.Amounts(spec.PartAt("resources"), side);
        var sums = PodResources.Aggregate(spec, side)
            .Where(pair => side == "requests" || ResourceNameRules.IsHugePages(pair.Key))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal);
        foreach (var (name, sum) in sums)
        {
            if (own.TryGetValue(name, out var amount) && sum > amount)
            {
                report.Invalid($"{path}.{side}[{name}]", amount.ToString(), $"must be greater than or equal to aggregate container {side} of {sum}");
            }
        }
    }

    private static void CheckContainerLimits(FieldReport report, JsonObject spec, string path)
    {
        var own = ResourceRules.Amounts(spec.PartAt("resources"), "limits");
        foreach (var (index, container) in spec.PartsAt("containers").Index())
        {
            foreach (var (name, limit) in ResourceRules.Amounts(container.PartAt("resources"), "limits"))
            {
                if (own.TryGetValue(name, out var most) && limit > most)
                {
                    report.Invalid($"{path}.containers[{index}][{name}].limits", limit.ToString(), $"must be less than or equal to pod limits of {most}");
                }
            }
        }
    }
}

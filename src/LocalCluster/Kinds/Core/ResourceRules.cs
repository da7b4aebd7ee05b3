using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The rules of requests and limits.</summary>
public static class ResourceRules
{
    /// <summary>Checks the resources of a container.</summary>
    public static void Check(FieldReport report, JsonObject? resources, string path)
    {
        var (limits, requests) = (Amounts(resources, "limits"), Amounts(resources, "requests"));
        foreach (var (name, limit) in limits)
        {
            ResourceNameRules.CheckContainerName(report, name, $"{path}.limits[{name}]");
            ResourceNameRules.CheckAmount(report, name, limit, $"{path}.limits[{name}]");
        }

        foreach (var (name, request) in requests)
        {
            ResourceNameRules.CheckContainerName(report, name, $"{path}.requests[{name}]");
            ResourceNameRules.CheckAmount(report, name, request, $"{path}.requests[{name}]");
            CheckAgainstLimit(report, name, request, limits.TryGetValue(name, out var limit) ? limit : null, path);
        }
    }

    /// <summary>The amounts of a resource list, by name.</summary>
    public static IReadOnlyDictionary<string, Quantity> Amounts(JsonObject? owner, string list)
    {
        var amounts = new SortedDictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var (name, text) in owner.PartAt(list) ?? [])
        {
            if (Quantity.TryParse(text.AsText(), out var amount, out _))
            {
                amounts[name] = amount;
            }
        }

        return amounts;
    }

    private static void CheckAgainstLimit(FieldReport report, string name, Quantity request, Quantity? limit, string path)
    {
        if (limit is null)
        {
            if (!ResourceNameRules.MayOvercommit(name))
            {
                report.Required($"{path}.limits", "Limit must be set for non overcommitable resources");
            }
        }
        else if (!ResourceNameRules.MayOvercommit(name) && request != limit)
        {
            report.Invalid($"{path}.requests", request.ToString(), $"must be equal to {name} limit of {limit}");
        }
        else if (request > limit)
        {
            report.Invalid($"{path}.requests", request.ToString(), $"must be less than or equal to {name} limit of {limit}");
        }
    }
}

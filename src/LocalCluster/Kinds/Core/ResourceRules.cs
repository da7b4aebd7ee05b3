using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The rules of requests and limits, after validateResourceRequirements of pkg/apis/core/validation.</summary>
public static class ResourceRules
{
    /// <summary>Checks the resources of a container or, with another rule for their names, of a pod; device claims must be among those that the pod has.</summary>
    public static void Check(FieldReport report, JsonObject? resources, string path, Action<FieldReport, string, string> checkName, IReadOnlyCollection<string> claims)
    {
        var (limits, requests) = (Amounts(resources, "limits"), Amounts(resources, "requests"));
        foreach (var (name, limit) in limits)
        {
            checkName(report, name, $"{path}.limits[{name}]");
            ResourceNameRules.CheckAmount(report, name, limit, $"{path}.limits[{name}]");
            CheckPages(report, name, limit, $"{path}.limits[{name}]");
        }

        foreach (var (name, request) in requests)
        {
            checkName(report, name, $"{path}.requests[{name}]");
            ResourceNameRules.CheckAmount(report, name, request, $"{path}.requests[{name}]");
            CheckAgainstLimit(report, name, request, limits.TryGetValue(name, out var limit) ? limit : null, path);
            CheckPages(report, name, request, $"{path}.requests[{name}]");
        }

        var names = limits.Keys.Concat(requests.Keys).ToList();
        if (names.Exists(ResourceNameRules.IsHugePages) && !names.Exists(name => name is "cpu" or "memory"))
        {
            report.Forbidden(path, "HugePages require cpu or memory");
        }

        CheckClaims(report, resources, $"{path}.claims", claims);
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

    private static void CheckPages(FieldReport report, string name, Quantity amount, string path)
    {
        if (!ResourceNameRules.IsHugePages(name))
        {
            return;
        }

        var isWhole = Quantity.TryParse(name.AsSpan("hugepages-".Length), out var page, out _)
            && page.Sign > 0 && page.RoundUp(0) == page && amount.SaturatedValue % page.SaturatedValue == 0;
        if (!isWhole)
        {
            report.Invalid(path, amount.ToString(), $"{amount} is not positive integer multiple of {name}");
        }
    }

    private static void CheckClaims(FieldReport report, JsonObject? resources, string path, IReadOnlyCollection<string> claims)
    {
        var seen = new HashSet<string>();
        foreach (var (index, claim) in resources.PartsAt("claims").Index())
        {
            var (item, name, request) = ($"{path}[{index}]", claim.TextAt("name"), claim.TextAt("request"));
            if (name.Length == 0)
            {
                report.Required(item);
                continue;
            }

            CheckClaimOnce(report, item, (name, request), seen);
            if (!claims.Contains(name))
            {
                var known = claims.Count == 0 ? " which is empty" : $": {string.Join(", ", claims.Order(StringComparer.Ordinal))}";
                report.NotFound(item, name, $"must be one of the names in pod.spec.resourceClaims{known}");
            }
        }
    }

    // A claim may be named once as a whole, or once for each of its requests.
    private static void CheckClaimOnce(FieldReport report, string path, (string Name, string Request) claim, HashSet<string> seen)
    {
        if (seen.Contains(claim.Name))
        {
            report.Duplicate(path, claim.Name);
            return;
        }

        var key = claim.Name;
        if (claim.Request.Length > 0)
        {
            report.Invalid($"{path}.request", claim.Request, SyntaxRules.DnsLabel(claim.Request));
            key = $"{claim.Name}/{claim.Request}";
        }

        if (seen.Contains(key) || (claim.Request.Length == 0 && seen.Any(other => other.StartsWith($"{claim.Name}/", StringComparison.Ordinal))))
        {
            report.Duplicate(path, key);
        }

        seen.Add(key);
    }
}

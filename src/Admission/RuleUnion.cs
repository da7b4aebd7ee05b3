using Autoscale.Kubernetes.Models;

namespace Autoscale.Admission;

/// <summary>Joins the rules of many policies to the few that a webhook is registered with.</summary>
public static class RuleUnion
{
    /// <summary>The fewest rules that cover what these cover and nothing else, in an order that does not depend on theirs.</summary>
    public static IReadOnlyList<AdmissionRule> Of(IEnumerable<AdmissionRule> rules)
    {
        var all = rules.SelectMany(Ask.Of).ToHashSet();
        var asks = all.Where(ask => !all.Any(wider => wider != ask && wider.Covers(ask)));
        return
        [
            .. asks.GroupBy(ask => (ask.Group, ask.Resource))
                .Select(group => (group.Key.Group, group.Key.Resource, Operations: group.Select(ask => ask.Operation).Order().ToList()))
                .GroupBy(one => (one.Group, IsWildcard: one.Resource == "*", Operations: string.Join(',', one.Operations)))
                .Select(group => (group.Key.Group, group.First().Operations, Resources: group.Select(one => one.Resource).Order(StringComparer.Ordinal).ToList()))
                .GroupBy(one => (Operations: string.Join(',', one.Operations), Resources: string.Join(',', one.Resources)))
                .Select(group => new AdmissionRule(
                    group.First().Operations, [.. group.Select(one => one.Group).Order(StringComparer.Ordinal)], group.First().Resources))
                .OrderBy(rule => string.Join(',', rule.Groups), StringComparer.Ordinal)
                .ThenBy(rule => string.Join(',', rule.Resources), StringComparer.Ordinal)
                .ThenBy(rule => rule.Operations[0]),
        ];
    }

    /// <summary>A rule as a configuration has it: any version; of all resources only the namespaced ones, which policies are about.</summary>
    internal static WebhookRule Register(AdmissionRule rule) => new()
    {
        Operations = [.. rule.Operations.Select(operation => operation.Name())],
        ApiGroups = rule.Groups,
        ApiVersions = ["*"],
        Resources = rule.Resources,
        Scope = rule.Resources.Contains("*") ? "Namespaced" : "*",
    };

    private readonly record struct Ask(AdmissionOperation Operation, string Group, string Resource)
    {
        public static IEnumerable<Ask> Of(AdmissionRule rule) =>
            from operation in rule.Operations
            from @group in rule.Groups
            from resource in rule.Resources
            select new Ask(operation, @group, resource);

        public bool Covers(Ask other) =>
            Operation == other.Operation
            && (Group == "*" || Group == other.Group)
            && (Resource == other.Resource || (Resource == "*" && !other.Resource.Contains('/')));
    }
}

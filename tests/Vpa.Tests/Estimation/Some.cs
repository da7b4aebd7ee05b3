using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Tests.Estimation;

/// <summary>Autoscalers, policies and recommendations to try things on.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static VerticalPodAutoscaler Vpa(params ContainerResourcePolicy[] policies) => new()
    {
        Metadata = new() { Namespace = "shop", Name = "web", Generation = 3 },
        Spec = new() { ResourcePolicy = policies.Length == 0 ? null : new() { ContainerPolicies = policies } },
    };

    public static ContainerResourcePolicy Policy(string container, string? min = null, string? max = null, string? mode = null) => new()
    {
        ContainerName = container,
        MinAllowed = Amounts(min),
        MaxAllowed = Amounts(max),
        Mode = mode,
    };

    /// <summary>Amounts as "cpu=1,memory=1Gi"; null of null.</summary>
    public static IReadOnlyDictionary<string, Quantity>? Amounts(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(amount => amount.Split('='))
        .ToDictionary(amount => amount[0], amount => Quantity.Parse(amount[1]), StringComparer.Ordinal);

    public static RecommendedContainerResources Container(string name, string target, string? lower = null, string? upper = null) => new()
    {
        ContainerName = name,
        Target = Amounts(target),
        LowerBound = Amounts(lower ?? target),
        UpperBound = Amounts(upper ?? target),
        UncappedTarget = Amounts(target),
    };

    public static RecommendedPodResources Pod(params RecommendedContainerResources[] containers) => new() { ContainerRecommendations = containers };

    public static string Text(IReadOnlyDictionary<string, Quantity>? amounts) =>
        amounts is null ? "none" : string.Join(",", amounts.OrderBy(amount => amount.Key, StringComparer.Ordinal).Select(amount => $"{amount.Key}={amount.Value}"));
}

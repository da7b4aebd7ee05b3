using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Vpa.Tests.Capping;

/// <summary>Pods of three containers, what is recommended for some of them, and what bounds it, drawn at random.</summary>
internal sealed record Drawn(Pod Pod, VerticalPodAutoscaler Vpa, IReadOnlyList<LimitRange> Ranges)
{
    private static readonly string[] Names = ["a", "b", "c"];

    public RecommendedPodResources? Recommendation => Vpa.Status.Recommendation;

    public VpaResourcePolicy? Policy => Vpa.Spec.ResourcePolicy;

    /// <summary>Pods with limit ranges for containers alone.</summary>
    public static Gen<Drawn> OfContainers => Of("Container");

    /// <summary>Pods with limit ranges of both types.</summary>
    public static Gen<Drawn> OfBoth => Of("Container", "Pod");

    // Nothing, one resource or both, in steps that make all comparisons likely.
    private static Gen<IReadOnlyDictionary<string, Quantity>?> Amounts { get; } =
        from cpu in Gen.Choose(-2, 12)
        from memory in Gen.Choose(-2, 12)
        from isThere in Gen.Choose(0, 5)
        select isThere == 0 ? null : (IReadOnlyDictionary<string, Quantity>?)Amount(cpu * 137, memory * 1_000_003);

    private static Gen<Container> Containers { get; } =
        from requests in Amounts
        from limits in Amounts
        select new Container { Resources = new() { Requests = requests, Limits = Above(limits, requests) } };

    private static Gen<ContainerResourcePolicy> Policies { get; } =
        from name in Gen.Elements("a", "b", "*")
        from values in Gen.Elements("RequestsOnly", "RequestsAndLimits", null)
        from mode in Gen.Elements("Auto", "Off", null)
        from min in Amounts
        from max in Amounts
        from boost in Gen.Elements(null, new StartupBoost { Cpu = new() { Type = "Factor", Factor = 3 } })
        select new ContainerResourcePolicy { ContainerName = name, ControlledValues = values, Mode = mode, MinAllowed = min, MaxAllowed = max, StartupBoost = boost };

    private static Gen<RecommendedContainerResources> Recommendations { get; } =
        from name in Gen.Elements("a", "b", "c", "gone")
        from target in Amounts
        from lower in Amounts
        from upper in Amounts
        select new RecommendedContainerResources { ContainerName = name, Target = target, LowerBound = lower, UpperBound = upper };

    private static Gen<Drawn> Of(params string[] types) =>
        from containers in Containers.ListOf(3)
        from policies in Policies.ListOf(2)
        from recommended in Recommendations.ListOf(3)
        from items in Items(types).ListOf(2)
        select new Drawn(
            new() { Spec = new() { Containers = [.. containers.Zip(Names, (container, name) => container with { Name = name })] } },
            new()
            {
                Spec = new() { ResourcePolicy = new() { ContainerPolicies = [.. policies] } },
                Status = new() { Recommendation = new() { ContainerRecommendations = [.. recommended.DistinctBy(item => item.ContainerName)] } },
            },
            [new() { Spec = new() { Limits = [.. items] } }]);

    private static Gen<LimitRangeItem> Items(string[] types) =>
        from type in Gen.Elements(types)
        from min in Amounts
        from max in Amounts
        from limit in Amounts
        select new LimitRangeItem { Type = type, Min = min, Max = max, Default = limit };

    private static Dictionary<string, Quantity> Amount(int milli, int bytes) =>
        new[] { ("cpu", Quantity.FromMilli(milli), milli), ("memory", Quantity.FromLong(bytes), bytes) }
            .Where(item => item.Item3 >= 0).ToDictionary(item => item.Item1, item => item.Item2);

    // As every server demands.
    private static Dictionary<string, Quantity>? Above(IReadOnlyDictionary<string, Quantity>? limits, IReadOnlyDictionary<string, Quantity>? requests) =>
        limits?.ToDictionary(limit => limit.Key, limit => requests is not null && requests.TryGetValue(limit.Key, out var least) ? Quantity.Max(limit.Value, least) : limit.Value);
}

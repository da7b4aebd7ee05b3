using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Quota.Tests.Limits;

public sealed class LimitRangeProperties
{
    private static readonly string[] Resources = ["cpu", "memory", "example.com/gpu"];

    [Fact]
    public void For_AnyPod_FillsItOnce() => Check(PodsAndBounds, drawn =>
    {
        var filled = LimitRangeDefaults.For(drawn.Pod, [drawn.Range]).ApplyTo(drawn.Pod);

        return LimitRangeDefaults.For(filled, [drawn.Range]).Containers.Count == 0;
    });

    [Fact]
    public void ApplyTo_AnyPod_KeepsWhatItSays() => Check(PodsAndBounds, drawn =>
    {
        var filled = LimitRangeDefaults.For(drawn.Pod, [drawn.Range]).ApplyTo(drawn.Pod);

        return All(drawn.Pod).Zip(All(filled)).All(pair =>
            (pair.First.Resources?.Requests ?? new Dictionary<string, Quantity>()).All(own => pair.Second.Resources!.Requests![own.Key] == own.Value));
    });

    [Fact]
    public void Refuse_WhatOnlyDefaultsHaveSet_IsWithinTheItemsOwnBounds() => Check(PodsAndBounds, drawn =>
    {
        var bare = drawn.Pod with { Containers = [new()], InitContainers = [new()], Resources = null };
        var filled = LimitRangeDefaults.For(bare, [drawn.Range]).ApplyTo(bare);

        return LimitRangeRules.Refuse(filled, [drawn.Range]) is null;
    });

    [Fact]
    public void Requests_OneContainerMore_AreNeverLess() => Check(Gen.Zip(Pods, Containers), drawn =>
    {
        var (pod, more) = drawn;
        var before = PodTotals.Requests(pod, _ => false);

        return PodTotals.Requests(pod with { Containers = [.. pod.Containers, more] }, _ => false).Covers(before)
            && PodTotals.Requests(pod with { InitContainers = [.. pod.InitContainers, more] }, _ => false).Covers(before);
    });

    [Fact]
    public void Requests_AnyPod_AreThoseOfItsWidestMoment() => Check(Pods, pod =>
    {
        var naive = NaiveMoments(pod).Aggregate(ResourceVector.Max);

        return PodTotals.Requests(pod, _ => false).Equals(naive);
    });

    private static Gen<IReadOnlyDictionary<string, Quantity>> Amounts { get; } =
        from cpu in Gen.Choose(-1, 20)
        from memory in Gen.Choose(-1, 20)
        from gpu in Gen.Choose(-1, 3)
        select (IReadOnlyDictionary<string, Quantity>)Resources.Zip([cpu * 50, memory * 1000, gpu * 1000])
            .Where(amount => amount.Second >= 0).ToDictionary(amount => amount.First, amount => Quantity.FromMilli(amount.Second));

    private static Gen<Container> Containers { get; } =
        from requests in Amounts
        from limits in Amounts
        from policy in Gen.Elements("Always", null)
        select new Container { Resources = new() { Requests = requests, Limits = limits }, RestartPolicy = policy };

    private static Gen<PodSpec> Pods { get; } =
        from containers in Containers.ListOf(3)
        from init in Containers.ListOf(3)
        select new PodSpec { Containers = [.. containers], InitContainers = [.. init] };

    // As the API accepts and stores them: min <= defaultRequest <= default <= max, a maximum always with its default.
    private static Gen<LimitRange> Ranges { get; } =
        from least in Gen.Choose(0, 10)
        from request in Gen.Choose(0, 10)
        from limit in Gen.Choose(0, 10)
        from room in Gen.Choose(0, 10)
        select Range(least, least + request, least + request + limit, least + request + limit + room);

    private static Gen<(PodSpec Pod, LimitRange Range)> PodsAndBounds { get; } = Gen.Zip(Pods, Ranges);

    private static LimitRange Range(int least, int request, int limit, int most) => Given.LimitRange(
        "a",
        "{'type':'Container','min':{'cpu':'LEAST'},'defaultRequest':{'cpu':'REQUEST','memory':'1'},'default':{'cpu':'LIMIT','memory':'2'},'max':{'cpu':'MOST','memory':'2'}}"
            .Replace("LEAST", $"{least}", StringComparison.Ordinal).Replace("REQUEST", $"{request}", StringComparison.Ordinal)
            .Replace("LIMIT", $"{limit}", StringComparison.Ordinal).Replace("MOST", $"{most}", StringComparison.Ordinal));

    private static IEnumerable<Container> All(PodSpec spec) => spec.Containers.Concat(spec.InitContainers);

    private static ResourceVector Requests(Container container) => ResourceVector.From(container.Resources?.Requests);

    // Each plain init container beside the sidecars before it, and in the end all sidecars beside the containers.
    private static IEnumerable<ResourceVector> NaiveMoments(PodSpec pod)
    {
        var running = ResourceVector.Empty;
        foreach (var container in pod.InitContainers)
        {
            yield return running + Requests(container);
            running = container.IsSidecar ? running + Requests(container) : running;
        }

        yield return pod.Containers.Select(Requests).Aggregate(running, (sum, requests) => sum + requests);
    }

    private static void Check<T>(Gen<T> inputs, Func<T, bool> holds) => Prop.ForAll(inputs.ToArbitrary(), holds).QuickCheckThrowOnFailure();
}

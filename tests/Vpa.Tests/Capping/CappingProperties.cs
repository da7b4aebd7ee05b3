using Autoscale.Kubernetes;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Vpa.Tests.Capping;

public sealed class CappingProperties
{
    [Fact]
    public void Cap_AnyPodWithLimitRangesForContainers_IsDoneAfterOnce() => Check(Drawn.OfContainers, drawn =>
    {
        var bounds = LimitRangeBounds.Of(drawn.Ranges);
        var once = PodCapping.Cap(drawn.Recommendation, drawn.Policy, drawn.Pod, bounds).Recommendation;

        var twice = PodCapping.Cap(once, drawn.Policy, drawn.Pod, bounds);

        return Text(once) == Text(twice.Recommendation);
    });

    [Fact]
    public void Cap_AnyPod_StaysWithinThePolicy() => Check(Drawn.OfBoth, drawn => Targets(drawn).All(target =>
    {
        var policy = ContainerPolicy.Of(target.Container, drawn.Policy);
        var (least, most) = (policy?.MinAllowed.Of(target.Resource) ?? default, policy?.MaxAllowed.Of(target.Resource) ?? default);
        var isFree = !ContainerPolicy.ControlsRequestsOnly(policy);
        return (most.IsZero || target.Amount <= most) && (!isFree || least.IsZero || target.Amount >= least || target.Amount == most);
    }));

    [Fact]
    public void Cap_AnyPodWithoutAPolicy_KeepsLimitsWithinTheLimitRange() => Check(Drawn.OfContainers, drawn =>
    {
        var free = drawn with { Vpa = drawn.Vpa with { Spec = new() } };
        var bound = LimitRangeBounds.Of(drawn.Ranges).Container;
        return Targets(free).All(target =>
        {
            var ratio = RequestRatio.Of(target.Resource, ContainerAmounts.Of(drawn.Pod, target.Container), bound?.Default);
            var most = bound?.Max.Of(target.Resource) ?? default;
            return most.IsZero || ratio.LimitFor(target.Amount).Limit is not { } limit || limit <= most || target.Amount <= (bound?.Min.Of(target.Resource) ?? default) || IsRaised(ratio, bound!, target.Resource);
        });
    });

    [Fact]
    public void Cap_AnyPod_NamesOnlyItsContainersAndLeavesWhatIsUncapped() => Check(Drawn.OfBoth, drawn =>
        PodCapping.Cap(drawn.Recommendation, drawn.Policy, drawn.Pod, LimitRangeBounds.Of(drawn.Ranges)).Recommendation!.ContainerRecommendations.All(item =>
            drawn.Pod.Spec.Containers.Any(container => container.Name == item.ContainerName) && item.UncappedTarget is null));

    [Fact]
    public void LimitFor_AnyRatio_IsKeptWithinTheRounding() => Check(Gen.Zip(Gen.Zip(Gen.Choose(1, 100_000), Gen.Choose(1, 100_000)), Gen.Choose(1, 1_000_000)), drawn =>
    {
        var ((request, more), recommended) = drawn;
        return Resources.Both.All(resource =>
        {
            var ratio = new RequestRatio(resource, Units(resource, request), Units(resource, request + more));

            var (limit, note) = ratio.LimitFor(Units(resource, recommended));

            // limit / recommended is limit / request as before, less than one unit below it.
            var (kept, exact) = (Count(resource, limit!.Value) * (decimal)request, (decimal)(request + more) * recommended);
            return note is null && kept <= exact && exact < kept + request;
        });
    });

    [Fact]
    public void LimitFor_RatioBeyondALong_IsTheLargestOneAndSaysSo()
    {
        var ratio = new RequestRatio("memory", Quantity.FromLong(1), Quantity.FromLong(long.MaxValue));

        var (limit, note) = ratio.LimitFor(Quantity.FromLong(3));

        Assert.Equal(Quantity.FromLong(long.MaxValue), limit);
        Assert.Equal("memory: failed to keep limit to request ratio; capping limit to int64", note);
    }

    // A minimum that is above the maximum, for the limit that follows it, is a limit range that nothing satisfies.
    private static bool IsRaised(RequestRatio ratio, LimitBound bound, string resource) =>
        ratio.RequestWithin(bound.Min.Of(resource)) > ratio.RequestWithin(bound.Max.Of(resource)) || bound.Min.Of(resource) > ratio.RequestWithin(bound.Max.Of(resource));

    private static IEnumerable<(string Container, string Resource, Quantity Amount)> Targets(Drawn drawn) =>
        from item in PodCapping.Cap(drawn.Recommendation, drawn.Policy, drawn.Pod, LimitRangeBounds.Of(drawn.Ranges)).Recommendation!.ContainerRecommendations
        from amount in item.Target ?? new Dictionary<string, Quantity>()
        select (item.ContainerName, amount.Key, amount.Value);

    private static Quantity Units(string resource, int units) => resource == Resources.Cpu ? Quantity.FromMilli(units) : Quantity.FromLong(units);

    private static long Count(string resource, Quantity amount) => resource == Resources.Cpu ? amount.MilliValue : amount.Value;

    private static string Text(RecommendedPodResources? recommendation) => string.Join("; ", recommendation!.ContainerRecommendations.Select(item =>
        $"{item.ContainerName} {ResourceVector.From(item.Target)} {ResourceVector.From(item.LowerBound)} {ResourceVector.From(item.UpperBound)}"));

    private static void Check<T>(Gen<T> inputs, Func<T, bool> holds) => Prop.ForAll(inputs.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}

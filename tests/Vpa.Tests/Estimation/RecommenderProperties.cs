using Autoscale.Vpa.Estimation;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Vpa.Tests.Estimation;

public sealed class RecommenderProperties
{
    private static readonly RecommenderOptions Ours = new();

    private static readonly Gen<(long Cpu, long Memory)[]> Usage =
        Gen.Choose(0, 64_000).Zip(Gen.Choose(0, int.MaxValue)).Select(pair => ((long)pair.Item1, (long)pair.Item2)).ArrayOf()
            .Where(samples => samples.Length > 0);

    [Fact]
    public void Recommend_AnyUsage_OrdersTheBoundsAndExplainsThem() => Prop.ForAll(Usage.ToArbitrary(), samples =>
    {
        var usage = Of(samples);
        var container = Recommender.Recommend(Some.Vpa(), usage.Evidence, Ours).Recommendation.ContainerRecommendations[0];
        var reasons = Recommender.Explain(Some.Vpa(), usage.Evidence, Ours);

        return reasons.All(reason => container.LowerBound![reason.Resource] <= container.Target![reason.Resource]
            && container.Target[reason.Resource] <= container.UpperBound![reason.Resource]
            && reason.Bounds.Select(bound => bound.Amount)
                .SequenceEqual([container.Target[reason.Resource], container.LowerBound[reason.Resource], container.UpperBound[reason.Resource]]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Recommend_AnyUsageAndPolicy_StaysWithinIt()
    {
        var bounds = Gen.Choose(1, 20_000).Two();
        Prop.ForAll(Usage.Zip(bounds).ToArbitrary(), generated =>
        {
            var (samples, (min, max)) = generated;
            var vpa = Some.Vpa(Some.Policy("app", $"cpu={min}m", $"cpu={max}m"));

            var container = Recommender.Recommend(vpa, Of(samples).Evidence, Ours).Recommendation.ContainerRecommendations[0];

            return new[] { container.Target, container.LowerBound, container.UpperBound }
                .All(amounts => amounts!["cpu"].MilliValue <= max && amounts["cpu"].MilliValue >= Math.Min(min, max));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Recommend_MoreUsage_NeverRecommendsLess() => Prop.ForAll(Usage.Zip(Gen.Choose(1, 9)).ToArbitrary(), generated =>
    {
        var (samples, factor) = generated;
        var (less, more) = (Of(samples), Of([.. samples.Select(sample => (sample.Cpu * factor, sample.Memory * factor))]));

        var (small, large) = (Target(less), Target(more));

        return large["cpu"] >= small["cpu"] && large["memory"] >= small["memory"];
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Recommend_PreviousAtHand_SaysTheSameAsWithoutIt() => Prop.ForAll(Usage.Two().ToArbitrary(), generated =>
    {
        var (before, after) = generated;
        var previous = Recommender.Recommend(Some.Vpa(), Of(before).Evidence, Ours).Recommendation;
        var evidence = Of(after).Evidence;

        var (fresh, moved) = (Recommender.Recommend(Some.Vpa(), evidence, Ours), Recommender.Recommend(Some.Vpa(), evidence, Ours, previous));

        return !RecommendationStatus.Differs(fresh.Recommendation, moved.Recommendation)
            && moved.HasMoved == RecommendationStatus.Differs(previous, moved.Recommendation);
    }).QuickCheckThrowOnFailure();

    private static IReadOnlyDictionary<string, Kubernetes.Quantity> Target(SomeUsage usage) =>
        Recommender.Recommend(Some.Vpa(), usage.Evidence, Ours).Recommendation.ContainerRecommendations[0].Target!;

    private static SomeUsage Of((long Cpu, long Memory)[] samples)
    {
        SomeUsage usage = new("app");
        for (var index = 0; index < samples.Length; index++)
        {
            usage.Add("app", index, samples[index].Cpu, samples[index].Memory);
        }

        return usage;
    }
}

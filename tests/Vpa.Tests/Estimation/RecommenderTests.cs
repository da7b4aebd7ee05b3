using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Tests.Estimation;

public sealed class RecommenderTests
{
    private const long Mebi = 1024 * 1024;
    private static readonly RecommenderOptions Ours = new();

    [Fact]
    public void Recommend_SmallPod_IsNotHeldAtUpstreamsFloor()
    {
        var usage = new SomeUsage("app").Using(1, 20 * Mebi);

        Assert.Equal("cpu=11m,memory=36253748", Target(usage, Ours));
        Assert.Equal("cpu=25m,memory=250Mi", Target(usage, RecommenderOptions.Upstream));
    }

    [Fact]
    public void Recommend_FloorOfOurs_HoldsForEveryContainer()
    {
        var usage = new SomeUsage("app", "side").Using(0, 1);
        var options = Ours with { Floor = new(100, 64, IsShared: false) };

        Assert.Equal(["cpu=100m,memory=64Mi", "cpu=100m,memory=64Mi"], Targets(Recommender.Recommend(Some.Vpa(), usage.Evidence, options)));
        Assert.Equal(["cpu=50m,memory=32Mi", "cpu=50m,memory=32Mi"], Targets(Recommender.Recommend(Some.Vpa(), usage.Evidence, options with { Floor = new(100, 64, IsShared: true) })));
    }

    [Fact]
    public void Recommend_ContainerOff_IsLeftOutAndSharesNoFloor()
    {
        var usage = new SomeUsage("app", "side").Using(1, 1);

        var recommended = Recommender.Recommend(Some.Vpa(Some.Policy("side", mode: "Off")), usage.Evidence, RecommenderOptions.Upstream);

        Assert.Equal(["app"], recommended.Recommendation.ContainerRecommendations.Select(container => container.ContainerName));
        Assert.Equal(["cpu=25m,memory=250Mi"], Targets(recommended));
    }

    [Fact]
    public void Recommend_OnlyOneResourceControlled_LeavesTheOtherOut()
    {
        var usage = new SomeUsage("app").Using(100, 100 * Mebi);
        var policy = Some.Policy("*") with { ControlledResources = ["memory"] };

        Assert.DoesNotContain("cpu", Target(usage, Ours, policy), StringComparison.Ordinal);
        Assert.Equal("", Target(usage, Ours, policy with { ControlledResources = [] }));
    }

    [Fact]
    public void Recommend_NothingSeenYet_RecommendsNothingWhereUpstreamHasItsFloor()
    {
        var usage = new SomeUsage("app");

        Assert.False(Recommender.Recommend(Some.Vpa(), usage.Evidence, Ours).IsProvided);
    }

    [Fact]
    public void Recommend_MemoryNeverSeen_SaysNothingOfMemory()
    {
        var usage = new SomeUsage("app").Using(100, null);

        Assert.Equal("cpu=126m", Target(usage, Ours));
        Assert.Equal("cpu=126m,memory=250Mi", Target(usage, RecommenderOptions.Upstream));
    }

    [Fact]
    public void Recommend_PolicyThatContradictsItself_KeepsTheMaximum() =>
        Assert.Equal("cpu=1,memory=36253748", Target(new SomeUsage("app").Using(1, 20 * Mebi), Ours, Some.Policy("app", "cpu=2", "cpu=1")));

    [Fact]
    public void Recommend_WholeCoresAskedFor_RoundsEveryAmountOfCpuUp()
    {
        var vpa = Some.Vpa() with { Metadata = new() { Annotations = new Dictionary<string, string> { ["vpa-post-processor.kubernetes.io/app_integerCPU"] = "true" } } };

        var container = Recommender.Recommend(vpa, new SomeUsage("app").Using(1100, Mebi).Evidence, Ours with { IntegerCpu = true }).Recommendation.ContainerRecommendations[0];

        Assert.All([container.Target, container.LowerBound, container.UpperBound, container.UncappedTarget], amounts => Assert.Equal(0, amounts!["cpu"].MilliValue % 1000));
    }

    [Fact]
    public void Recommend_NothingMoved_HandsThePreviousOneBack()
    {
        var usage = new SomeUsage("app", "side").Using(100, 100 * Mebi);
        var first = Recommender.Recommend(Some.Vpa(), usage.Evidence, Ours);

        var second = Recommender.Recommend(Some.Vpa(), usage.Evidence, Ours, first.Recommendation);

        Assert.True(first.HasMoved);
        Assert.False(second.HasMoved);
        Assert.Same(first.Recommendation, second.Recommendation);
    }

    [Fact]
    public void Recommend_OneContainerMoved_KeepsTheOthersAsTheyAre()
    {
        var usage = new SomeUsage("app", "side").Using(100, 100 * Mebi);
        var first = Recommender.Recommend(Some.Vpa(), usage.Evidence, Ours).Recommendation;
        usage.Add("side", 2000, 5000, null);

        var second = Recommender.Recommend(Some.Vpa(), usage.Evidence, Ours, first);

        Assert.True(second.HasMoved);
        Assert.Same(first.ContainerRecommendations[0], second.Recommendation.ContainerRecommendations[0]);
        Assert.Same(first.ContainerRecommendations[1].Target, second.Recommendation.ContainerRecommendations[1].Target);
        Assert.NotSame(first.ContainerRecommendations[1], second.Recommendation.ContainerRecommendations[1]);
    }

    [Fact]
    public void Recommend_ContainerGone_IsNewsAndNotRecommended()
    {
        var usage = new SomeUsage("app", "side").Using(100, 100 * Mebi);
        var first = Recommender.Recommend(Some.Vpa(), usage.Evidence, Ours).Recommendation;

        var second = Recommender.Recommend(Some.Vpa(Some.Policy("side", mode: "Off")), usage.Evidence, Ours, first);
        var third = Recommender.Recommend(Some.Vpa(Some.Policy("app", mode: "Off")), usage.Evidence, Ours, first);

        Assert.Equal((true, "app"), (second.HasMoved, Assert.Single(second.Recommendation.ContainerRecommendations).ContainerName));
        Assert.Equal((true, "side"), (third.HasMoved, Assert.Single(third.Recommendation.ContainerRecommendations).ContainerName));
    }

    [Fact]
    public void Recommend_PreviousReadFromTheApi_IsReplaced()
    {
        var usage = new SomeUsage("app").Using(100, 100 * Mebi);
        var previous = Some.Pod(Some.Container("app", "cpu=1,memory=1Gi"));

        Assert.Equal(Target(usage, Ours), Assert.Single(Targets(Recommender.Recommend(Some.Vpa(), usage.Evidence, Ours, previous))));
    }

    [Fact]
    public void Recommend_Nothing_IsNews() => Assert.True(Recommender.Recommend(Some.Vpa(), [], Ours).HasMoved);

    private static string Target(SomeUsage usage, RecommenderOptions options, params ContainerResourcePolicy[] policies) =>
        Assert.Single(Targets(Recommender.Recommend(Some.Vpa(policies), usage.Evidence, options)));

    private static IEnumerable<string> Targets(PodRecommendation recommendation) =>
        recommendation.Recommendation.ContainerRecommendations.Select(container => Some.Text(container.Target));
}

using Autoscale.Kubernetes;
using Autoscale.Vpa.Estimation;

namespace Autoscale.Vpa.Tests.Estimation;

public sealed class ExplanationTests
{
    private const long Mebi = 1024 * 1024;
    private static readonly RecommenderOptions Options = new() { RoundCpuMillicores = 50, MaxAllowedMemory = Quantity.Parse("100Mi"), IntegerCpu = true };

    [Fact]
    public void Explain_Cpu_ListsEveryStep()
    {
        var usage = new SomeUsage("app").Using(100, 200 * Mebi, minutes: 721);

        var reason = Recommender.Explain(Some.Vpa(Some.Policy("app", min: "cpu=2")), usage.Evidence, Options)[0];

        Assert.Equal(("app", "cpu", 721L), (reason.Container, reason.Resource, reason.Samples));
        Assert.Equal(0.5, reason.Confidence, 3);
        Assert.Equal(
            [
                "target 2: percentile 0.9 of usage → 110m, margin 15 % → 126m, rounded → 150m, minAllowed → 2",
                "lowerBound 2: percentile 0.5 of usage → 110m, margin 15 % → 126m, times 0.996 for a confidence of 0.5 → 125m, rounded → 150m, minAllowed → 2",
                "upperBound 2: percentile 0.95 of usage → 110m, margin 15 % → 126m, times 3 for a confidence of 0.5 → 378m, rounded → 400m, minAllowed → 2",
            ],
            reason.Bounds.Select(bound => bound.ToString()));
    }

    [Fact]
    public void Explain_MemoryBeyondTheGlobalMaximum_SaysWhichBoundItWas()
    {
        var usage = new SomeUsage("app").Using(100, 200 * Mebi);

        var target = Recommender.Explain(Some.Vpa(), usage.Evidence, Options)[1].Bounds[0];

        Assert.Equal(RecommendationStepKind.GlobalMax, target.Steps[^1].Kind);
        Assert.Equal("100Mi", target.Amount.ToString());
    }

    [Fact]
    public void Explain_WholeCoresAndFloor_AreSteps()
    {
        var vpa = Some.Vpa() with { Metadata = new() { Annotations = new Dictionary<string, string> { ["vpa-post-processor.kubernetes.io/app_integerCPU"] = "true" } } };

        var steps = Recommender.Explain(vpa, new SomeUsage("app").Using(1, Mebi).Evidence, Options with { Floor = new(60, 64, IsShared: false) })
            .SelectMany(reason => reason.Bounds[0].Steps.Select(step => step.Kind));

        Assert.Equal(
            [
                RecommendationStepKind.Percentile, RecommendationStepKind.Margin, RecommendationStepKind.Floor, RecommendationStepKind.Rounding, RecommendationStepKind.WholeCores,
                RecommendationStepKind.Percentile, RecommendationStepKind.Margin, RecommendationStepKind.Floor,
            ],
            steps);
    }

    [Fact]
    public void Explain_NothingRecommended_SaysWhy()
    {
        var usage = new SomeUsage("app").Using(100, null);
        var policy = Some.Policy("app") with { ControlledResources = ["memory"] };

        Assert.Equal(["not among controlledResources", "no usage was seen yet"], Recommender.Explain(Some.Vpa(policy), usage.Evidence, Options).Select(reason => reason.Absence));
    }
}

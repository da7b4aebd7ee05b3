using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Tests.Cooperating;

public sealed class CooperationTests
{
    [Fact]
    public void Decide_NoHorizontalAutoscaler_IsFree()
    {
        var verdict = Cooperation.Decide(new() { Vpa = Some.Vpa() }, new(), Some.Now);

        Assert.True(verdict.MayMove("cpu", raise: true));
        Assert.Null(verdict.Condition);
    }

    [Theory]
    [InlineData(2, 2, 60, MoveRule.AtFloor, true, true)]
    [InlineData(1, 2, 3600, MoveRule.Scaling, false, false)]
    [InlineData(2, 3, 3600, MoveRule.Scaling, false, false)]
    [InlineData(5, 5, 299, MoveRule.ScaledLately, false, false)]
    [InlineData(5, 5, 300, MoveRule.Steady, true, true)]
    [InlineData(5, 4, 900, MoveRule.Scaling, false, false)]
    [InlineData(10, 10, 60, MoveRule.AtCeiling, true, false)]
    [InlineData(10, 10, 300, MoveRule.AtCeiling, true, true)]
    [InlineData(12, 12, 60, MoveRule.AtCeiling, true, false)]
    public void Decide_ByReplicas_FollowsTheRules(int current, int desired, int secondsAgo, MoveRule rule, bool rise, bool fall)
    {
        var verdict = Some.Decide(Some.Hpa(current, desired, TimeSpan.FromSeconds(secondsAgo)));

        var cpu = Assert.Single(verdict.Standings);
        Assert.Equal(("cpu", rule, rise, fall), (cpu.Resource, cpu.Rule, cpu.MayRise, cpu.MayFall));
        Assert.True(verdict.MayMove("memory", raise: false));
    }

    [Theory]
    [InlineData("AbleToScale", "ScaleUpStabilized")]
    [InlineData("ScalingLimited", "ScaleUpLimit")]
    public void Decide_RiseIsHeldBack_WaitsEvenAtTheFloor(string type, string reason)
    {
        var held = new HpaCondition { Type = type, Status = "True", Reason = reason };

        var verdict = Some.Decide(Some.Hpa(2, conditions: held));

        Assert.True(verdict is { Waits: true, IsBurst: true });
    }

    [Fact]
    public void Decide_NoStatus_WaitsOnlyWhileTheAutoscalerIsNew()
    {
        var old = Some.Hpa(null);
        var young = old with { Metadata = old.Metadata with { CreationTimestamp = Some.Now.AddSeconds(-30) } };

        Assert.Equal(MoveRule.NotLookedAtYet, Some.Decide(young).Standings[0].Rule);
        Assert.False(Some.Decide(old).Waits);
    }

    [Fact]
    public void Decide_TemplateNamesNoRequest_NeverMovesTheResource()
    {
        var verdict = Some.Decide(Some.Hpa(2), template: Some.Template(cpu: null));

        Assert.Equal(MoveRule.NoRequestInTemplate, verdict.Standings[0].Rule);
        Assert.True(verdict is { Waits: true, IsBurst: false });
    }

    [Fact]
    public void Decide_LimitStandsForTheRequest_Moves()
    {
        var limits = Some.Template().Spec.Containers[0].Resources?.Requests;
        var template = new PodTemplate { Spec = new() { Containers = [new() { Name = "app", Resources = new() { Limits = limits } }] } };

        Assert.Equal(MoveRule.AtFloor, Some.Decide(Some.Hpa(2), template: template).Standings[0].Rule);
    }

    [Fact]
    public void Decide_TemplateUnknown_WaitsForUtilizationAndNotForValues()
    {
        var hpa = Some.Hpa(2);
        var value = hpa with { Spec = hpa.Spec with { Metrics = [new() { Type = "Resource", Resource = new() { Name = "cpu", Target = new() { Type = "AverageValue", AverageValue = Quantity.Parse("300m") } } }] } };

        Assert.Equal(MoveRule.TemplateUnknown, WithoutTemplate(hpa).Standings[0].Rule);
        Assert.Equal(MoveRule.AtFloor, WithoutTemplate(value).Standings[0].Rule);

        static CooperationVerdict WithoutTemplate(HorizontalPodAutoscaler one) =>
            Cooperation.Decide(new() { Vpa = Some.Vpa(), Autoscalers = [one] }, new(), Some.Now);
    }

    [Fact]
    public void Decide_OtherResourceOrOff_IsFree()
    {
        var memoryOnly = new ContainerResourcePolicy { ContainerName = "*", ControlledResources = ["memory"] };
        var sidecarOnly = new[] { new ContainerResourcePolicy { ContainerName = "app", Mode = "Off" } };

        Assert.Empty(Some.Decide(Some.Hpa(3, 7), Some.Vpa(policies: memoryOnly)).Standings);
        Assert.Empty(Some.Decide(Some.Hpa(3, 7), Some.Vpa(policies: sidecarOnly)).Standings);
        Assert.Empty(Some.Decide(Some.Hpa(3, 7), Some.Vpa("Off")).Standings);
    }

    [Fact]
    public void Decide_SeveralHorizontalAutoscalers_TheStrictestCounts()
    {
        var facts = new CooperationFacts { Vpa = Some.Vpa(), Autoscalers = [Some.Hpa(2), Some.Hpa(4, 6)], Template = Some.Template() };

        Assert.Equal(MoveRule.Scaling, Assert.Single(Cooperation.Decide(facts, new(), Some.Now).Standings).Rule);
    }

    [Fact]
    public void Condition_OneResourceWaits_NamesTheAutoscalerTheRuleAndTheTime()
    {
        var condition = Some.Decide(Some.Hpa(5, ago: TimeSpan.FromMinutes(1))).Condition;

        Assert.Equal(("WaitsForHorizontal", "True", "ScaledLately"), (condition?.Type, condition?.Status, condition?.Reason));
        Assert.Equal(
            "cpu waits: HorizontalPodAutoscaler scaler scaled to 5 replicas at 2026-11-21T11:59:00Z; until 2026-11-21T12:04:00Z unless it scales again",
            condition?.Message);
    }

    [Fact]
    public void Permitted_CpuWaits_LeavesMemory()
    {
        var permitted = Some.Decide(Some.Hpa(3, 7)).Permitted(Some.Recommendation("900m", "1Gi"), Some.Pod());

        var one = Assert.Single(permitted.ContainerRecommendations);
        Assert.All([one.Target, one.LowerBound, one.UpperBound], amounts => Assert.Equal(["memory"], amounts?.Keys));
    }

    [Theory]
    [InlineData("900m", true)]
    [InlineData("500m", true)]
    [InlineData("300m", false)]
    public void Permitted_AtTheCeilingInABurst_OnlyRaises(string target, bool stays)
    {
        var verdict = Some.Decide(Some.Hpa(10, ago: TimeSpan.FromSeconds(20)));

        var permitted = verdict.Permitted(Some.Recommendation(target, "1Gi"), Some.Pod());

        Assert.Equal(stays, permitted.ContainerRecommendations[0].Target?.ContainsKey("cpu"));
    }

    [Fact]
    public void Permitted_AllMayMove_IsTheVeryRecommendation()
    {
        var recommendation = Some.Recommendation("900m", "1Gi");

        Assert.Same(recommendation, Some.Decide(Some.Hpa(2)).Permitted(recommendation, Some.Pod()));
    }

    [Fact]
    public void Find_ByTarget_IgnoresVersionsAndOtherNamespaces()
    {
        var mine = Some.Hpa(2);
        var beta = mine with { Spec = mine.Spec with { ScaleTargetRef = mine.Spec.ScaleTargetRef with { ApiVersion = "apps/v1beta2" } } };
        var elsewhere = mine with { Metadata = mine.Metadata with { Namespace = "test" } };
        var other = mine with { Spec = mine.Spec with { ScaleTargetRef = mine.Spec.ScaleTargetRef with { Kind = "StatefulSet" } } };

        Assert.Equal([beta], HorizontalIndex.Of([elsewhere, other, beta]).Find(Some.Vpa()));
        Assert.Empty(HorizontalIndex.Empty.Find(Some.Vpa()));
    }
}

using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Tests.Estimation;

public sealed class VpaConditionsTests
{
    private static readonly RecommendationFacts Fine = new() { IsProvided = true, HasPods = true };

    [Fact]
    public void Next_RecommendationAndPods_SaysSoAlone()
    {
        var condition = Assert.Single(VpaConditions.Next([], Fine, Some.Now));

        Assert.Equal(("RecommendationProvided", "True", null, null), (condition.Type, condition.Status, condition.Reason, condition.Message));
        Assert.Equal(Some.Now, condition.LastTransitionTime);
    }

    [Fact]
    public void Next_NoPods_SaysSoTwiceInUpstreamsWords()
    {
        var conditions = VpaConditions.Next([], Fine with { IsProvided = false, HasPods = false }, Some.Now);

        Assert.Equal(["NoPodsMatched True", "RecommendationProvided False"], conditions.Select(condition => $"{condition.Type} {condition.Status}"));
        Assert.All(conditions, condition => Assert.Equal(("NoPodsMatched", "No pods match this VPA object"), (condition.Reason, condition.Message)));
    }

    [Fact]
    public void Next_PodsWithoutRecommendation_IsFalseWithoutReason()
    {
        var condition = Assert.Single(VpaConditions.Next([], Fine with { IsProvided = false }, Some.Now));

        Assert.Equal(("False", null, null), (condition.Status, condition.Reason, condition.Message));
    }

    [Fact]
    public void Next_StatusAsBefore_KeepsTheTransitionTime()
    {
        var first = VpaConditions.Next([], Fine, Some.Now);

        Assert.Equal(first, VpaConditions.Next(first, Fine, Some.Now.AddHours(1)));
    }

    [Fact]
    public void Next_StatusMoved_HasTheTransitionTimeInWholeSeconds()
    {
        var first = VpaConditions.Next([], Fine, Some.Now);

        var second = VpaConditions.Next(first, Fine with { IsProvided = false }, Some.Now.AddMilliseconds(60_700));

        Assert.Equal(Some.Now.AddMinutes(1), Assert.Single(second).LastTransitionTime);
    }

    [Fact]
    public void Next_TargetUnsupportedAndThenNot_ComesAndGoes()
    {
        var unsupported = VpaConditions.Next([], Fine with { Unsupported = "Cannot read targetRef" }, Some.Now);

        Assert.Equal("Cannot read targetRef", VpaConditions.Active(unsupported, "ConfigUnsupported")?.Message);
        Assert.Null(VpaConditions.Active(VpaConditions.Next(unsupported, Fine, Some.Now), "ConfigUnsupported"));
    }

    [Fact]
    public void Next_ConditionsOfOthers_StayUntilTheyAreWithdrawn()
    {
        VpaCondition foreign = new() { Type = "LowConfidence", Status = "True", LastTransitionTime = Some.Now };
        VpaCondition waiting = new() { Type = "WaitsForHpa", Status = "True" };

        var both = VpaConditions.Next([foreign], Fine with { Others = [waiting] }, Some.Now);

        Assert.Equal(["LowConfidence", "RecommendationProvided", "WaitsForHpa"], both.Select(condition => condition.Type));
        Assert.Equal(["LowConfidence", "RecommendationProvided"], VpaConditions.Next(both, Fine with { Withdrawn = ["WaitsForHpa"] }, Some.Now).Select(condition => condition.Type));
    }

    [Fact]
    public void Next_DeprecatedFoundOnTheObject_IsRemoved() =>
        Assert.DoesNotContain(VpaConditions.Next([new() { Type = "ConfigDeprecated", Status = "True" }], Fine, Some.Now), condition => condition.Type == "ConfigDeprecated");

    [Fact]
    public void Next_TypeTwiceOnTheObject_IsThereOnce() =>
        Assert.Single(VpaConditions.Next([new() { Type = "A", Status = "True" }, new() { Type = "A", Status = "False" }], Fine, Some.Now), condition => condition.Type == "A");
}

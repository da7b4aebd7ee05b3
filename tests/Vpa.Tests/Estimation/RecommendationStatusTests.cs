using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Tests.Estimation;

public sealed class RecommendationStatusTests
{
    private static readonly RecommendationFacts Fine = new() { IsProvided = true, HasPods = true };
    private static readonly VpaStatus Status = RecommendationStatus.Next(Some.Vpa(), Some.Pod(Some.Container("app", "cpu=1,memory=1Gi")), Fine, Some.Now);

    [Fact]
    public void Next_Vpa_ObservesItsGeneration() => Assert.Equal(3, Status.ObservedGeneration);

    [Theory]
    [InlineData("cpu=1000m,memory=1024Mi", false)]
    [InlineData("memory=1Gi,cpu=1", false)]
    [InlineData("cpu=1001m,memory=1Gi", true)]
    [InlineData("cpu=1", true)]
    [InlineData("cpu=1,memory=1Gi,x=0", true)]
    public void Differs_TargetWrittenAnew_OnlyWhereTheAmountDiffers(string target, bool expected)
    {
        var other = Status with { Recommendation = Some.Pod(Some.Container("app", target)) };

        Assert.Equal(expected, RecommendationStatus.Differs(Status, other));
        Assert.Equal(expected, RecommendationStatus.Differs(other, Status));
    }

    [Fact]
    public void Differs_EmptyAndMissingAmounts_AreTheSame()
    {
        var empty = Some.Pod(new RecommendedContainerResources { ContainerName = "app", Target = Some.Amounts("") });
        var missing = Some.Pod(new RecommendedContainerResources { ContainerName = "app" });

        Assert.False(RecommendationStatus.Differs(empty, missing));
        Assert.False(RecommendationStatus.Differs(missing, empty));
    }

    [Fact]
    public void Differs_OtherContainersOrNone_IsTrue()
    {
        Assert.True(RecommendationStatus.Differs(Status.Recommendation, null));
        Assert.True(RecommendationStatus.Differs(Status.Recommendation, Some.Pod()));
        Assert.True(RecommendationStatus.Differs(Status.Recommendation, Some.Pod(Some.Container("web", "cpu=1,memory=1Gi"))));
    }

    [Fact]
    public void Differs_GenerationOrConditionMoved_IsTrue()
    {
        Assert.True(RecommendationStatus.Differs(Status, Status with { ObservedGeneration = 4 }));
        Assert.True(RecommendationStatus.Differs(Status, Status with { Conditions = [] }));
        Assert.False(RecommendationStatus.Differs(Status, Status with { Conditions = [.. Status.Conditions] }));
    }

    [Fact]
    public void Differs_ReadBackFromItsJson_IsFalse()
    {
        var json = System.Text.Json.JsonSerializer.Serialize(Some.Vpa() with { Status = Status }, VerticalPodAutoscaler.JsonType);

        var read = System.Text.Json.JsonSerializer.Deserialize(json, VerticalPodAutoscaler.JsonType);

        Assert.False(RecommendationStatus.Differs(Status, read!.Status));
    }
}

using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Tests.Updating;

public sealed class PodCandidateTests
{
    private static readonly ResourceRequirements Own = new() { Requests = SomeRound.Amounts("100m", "100Mi"), Limits = SomeRound.Amounts("200m", "200Mi") };

    [Fact]
    public void Of_PodLimitRangeAndMemoryThatIsNotRecommended_AsksForNothingBelowZero()
    {
        var pod = SomeRound.Pod("a") with { Spec = new() { NodeName = "node", Containers = [new() { Name = "app", Resources = Own }, new() { Name = "log", Resources = Own }] } };
        var vpa = SomeRound.Vpa("InPlaceOrRecreate");
        var cpuAlone = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse("100m") };
        var log = new RecommendedContainerResources { ContainerName = "log", Target = cpuAlone, LowerBound = cpuAlone, UpperBound = cpuAlone };
        vpa = vpa with { Status = new() { Recommendation = new() { ContainerRecommendations = [.. SomeRound.Recommendation("100m", "500Mi").ContainerRecommendations, log] } } };
        var bounds = LimitRangeBounds.Of([new() { Spec = new() { Limits = [new() { Type = "Pod", Max = SomeRound.Amounts("10", "500Mi") }] } }]);

        var candidate = PodCandidate.Of(vpa, pod, CooperationVerdict.Free, bounds, SomeRound.Now);

        Assert.Equal("250Mi", candidate.Desired.Containers[0].Requests["memory"].ToString());
        Assert.All(candidate.Desired.Containers, container => Assert.DoesNotContain(container.Requests.Values.Concat(container.Limits.Values), amount => amount.Sign < 0));
        Assert.Equal(["cpu"], candidate.Recommendation?.ContainerRecommendations[1].UpperBound?.Keys);
    }
}

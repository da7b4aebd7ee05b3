using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Tests.Updating;

public sealed class StartupBoostEndTests
{
    [Theory]
    [InlineData(59, false)]
    [InlineData(60, false)]
    [InlineData(61, true)]
    public void Steps_BoostOfAMinute_IsTakenBackOnceItIsOver(int readySeconds, bool isOver)
    {
        var (done, left) = SomeRound.Run(SomeRound.Facts(Boosting("InPlaceOrRecreate", 60), 1, Boosted(readySeconds)));

        Assert.Equal(isOver ? ("Unboost a BoostOver", "") : ("", "Leave a Boosted"), (done, left));
    }

    [Fact]
    public void Steps_PodNotReady_KeepsItsBoost()
    {
        var pod = Boosted(600).With(new PodCondition { Type = "Ready", Status = "False", LastTransitionTime = SomeRound.Now.AddHours(-1) });

        Assert.Equal(("", "Leave a Boosted"), SomeRound.Run(SomeRound.Facts(Boosting("Recreate", 0), 1, pod)));
    }

    [Fact]
    public void Of_ModeOff_GivesBackWhatThePodHadBefore()
    {
        var (vpa, pod) = (Boosting("Off", 0), Boosted(1));
        var facts = SomeRound.Facts(vpa, 1, pod);

        Assert.Equal("Unboost a BoostOver", SomeRound.Run(facts).Done);
        Assert.Equal("250m", facts.Pods[0].Desired.Containers[0].Requests["cpu"].ToString());
    }

    [Fact]
    public void Of_OtherModes_GivesWhatIsRecommended()
    {
        var facts = SomeRound.Facts(Boosting("Initial", 0), 1, Boosted(1));

        Assert.Equal("Unboost a BoostOver", SomeRound.Run(facts).Done);
        Assert.Equal("500m", facts.Pods[0].Desired.Containers[0].Requests["cpu"].ToString());
    }

    [Fact]
    public void Of_AnnotationSpoilt_LeavesThePod()
    {
        var pod = Boosted(1);
        pod = pod with { Metadata = pod.Metadata with { Annotations = new Dictionary<string, string> { ["vpaCpuStartupBoost/app"] = "{" } } };

        Assert.Equal("", SomeRound.Run(SomeRound.Facts(Boosting("Off", 0), 1, pod)).Done);
    }

    [Fact]
    public void Expired_ContainerHasItsOwnDuration_CountsThat()
    {
        var vpa = Boosting("Recreate", 60);
        vpa = vpa with
        {
            Spec = vpa.Spec with
            {
                ResourcePolicy = new() { ContainerPolicies = [new() { ContainerName = "app", StartupBoost = new() { Cpu = new() { DurationSeconds = 300 } } }] },
            },
        };

        Assert.Empty(StartupBoostEnd.Expired(Boosted(120), vpa, SomeRound.Now));
        Assert.Equal(["app"], StartupBoostEnd.Expired(Boosted(301), vpa, SomeRound.Now));
    }

    [Fact]
    public void Of_SeveralBoosted_MarksThatOnlyThoseWhoseTimeIsOverAreNoMore()
    {
        var marks = ResizeMarks.Of(Boosted(1), ["app"]).Select(operation => $"{operation.Op} {operation.Path}");

        Assert.Equal(["add /metadata/annotations/vpaInPlaceUpdated", "remove /metadata/annotations/vpaCpuStartupBoost~1app"], marks);
    }

    private static VerticalPodAutoscaler Boosting(string mode, int seconds)
    {
        var vpa = SomeRound.Vpa(mode, 1);
        return vpa with { Spec = vpa.Spec with { StartupBoost = new() { Cpu = new() { Type = "Factor", Factor = 2, DurationSeconds = seconds } } } };
    }

    private static Pod Boosted(int readySeconds)
    {
        var pod = SomeRound.Pod("a", cpu: "1", memory: "500Mi").With(
            new PodCondition { Type = "Ready", Status = "True", LastTransitionTime = SomeRound.Now.AddSeconds(-readySeconds) });
        var before = new Dictionary<string, string> { ["vpaCpuStartupBoost/app"] = """{"requests":{"cpu":"250m","memory":"300Mi"},"limits":{}}""" };
        return pod with { Metadata = pod.Metadata with { Annotations = before } };
    }
}

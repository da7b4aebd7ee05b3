using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Tests.Updating;

public sealed class UpdateRoundTests
{
    private static readonly UpdaterOptions Tolerant = new() { EvictionTolerance = 1 };
    private static readonly PodCondition InProgress = new() { Type = "PodResizeInProgress", Status = "True" };
    private static readonly PodCondition Infeasible = new() { Type = "PodResizePending", Status = "True", Reason = "Infeasible" };

    [Theory]
    [InlineData("Off")]
    [InlineData("Initial")]
    [InlineData("Whatever")]
    public void Steps_ModeThatLeavesPods_DoesNothing(string mode) =>
        Assert.Equal(("", "Leave a ModeLeavesPods"), SomeRound.Run(SomeRound.Facts(SomeRound.Vpa(mode), 1, SomeRound.Pod("a"))));

    [Theory]
    [InlineData("Recreate", "", "Leave a TooFewReplicas")]
    [InlineData("InPlace", "Resize a OutsideRange", "")]
    [InlineData("InPlaceOrRecreate", "Resize a OutsideRange", "")]
    public void Steps_SingleReplica_IsResizedAtMost(string mode, string done, string left) =>
        Assert.Equal((done, left), SomeRound.Run(SomeRound.Facts(SomeRound.Vpa(mode), 1, SomeRound.Pod("a"))));

    [Fact]
    public void Steps_SingleReplicaThatWouldRestart_IsLeft() => Assert.Equal(
        ("", "Leave a ResizeRestarts"),
        SomeRound.Run(SomeRound.Facts(SomeRound.Vpa("InPlaceOrRecreate"), 1, SomeRound.Pod("a").Restarting())));

    [Fact]
    public void Steps_SingleReplicaWhoseResizeFails_IsNeverEvicted()
    {
        var vpa = SomeRound.Vpa("InPlaceOrRecreate");

        var refused = SomeRound.Run(SomeRound.Facts(vpa, 1, SomeRound.Pod("a")), outcome: StepOutcome.Refused);
        var infeasible = SomeRound.Run(SomeRound.Facts(vpa, 1, SomeRound.Pod("a").With(Infeasible)));

        Assert.Equal(("Resize a OutsideRange", "Leave a ResizeRefused"), refused);
        Assert.Equal(("", "Leave a TooFewReplicas"), infeasible);
    }

    [Fact]
    public void Steps_PodsOfACustomController_KeepHalfOfThemUp()
    {
        Pod[] pods = [.. "abcd".Select(name => SomeRound.Pod($"{name}", owner: "Rollout"))];

        var ours = SomeRound.Run(SomeRound.Facts(SomeRound.Vpa("Recreate"), 0, pods)).Done;
        var upstreams = SomeRound.Run(SomeRound.Facts(SomeRound.Vpa("Recreate"), 0, pods), options: UpdaterOptions.Upstream).Done;

        Assert.Equal("Evict a OutsideRange, Evict b OutsideRange", ours);
        Assert.Equal("Evict a OutsideRange, Evict b OutsideRange, Evict c OutsideRange, Evict d OutsideRange", upstreams);
    }

    [Fact]
    public void Steps_PodOfNobody_IsLeft() => Assert.Equal(
        ("", "Leave a NoController"), SomeRound.Run(SomeRound.Facts(SomeRound.Vpa("Recreate", minReplicas: 1), 1, SomeRound.Pod("a", owner: ""))));

    [Fact]
    public void Steps_ReplicasNotKnown_LeavesThePods() => Assert.Equal(
        ("", "Leave a ReplicasUnknown, Leave b ReplicasUnknown"),
        SomeRound.Run(SomeRound.Facts(SomeRound.Vpa("Recreate"), 0, SomeRound.Pod("a"), SomeRound.Pod("b"))));

    [Fact]
    public void Steps_ResizeUnderWayInPlace_WaitsUnlessSomethingElseIsWanted()
    {
        var asked = SomeRound.Pod("a", cpu: "500m", memory: "500Mi").With(InProgress);
        var before = new ContainerStatus { Name = "app", Resources = new() { Requests = SomeRound.Amounts("100m", "100Mi") } };
        asked = asked with { Status = asked.Status with { ContainerStatuses = [before] } };
        var other = SomeRound.Pod("b", cpu: "300m", memory: "500Mi").With(InProgress);
        var facts = SomeRound.Facts(SomeRound.Vpa("InPlace"), 2, asked, other);

        Assert.Equal(("Resize b OutsideRange", "Leave a ResizeUnderWay"), SomeRound.Run(facts));
        Assert.Equal("Resize b OutsideRange, Resize a OutsideRange", Sorted(SomeRound.Run(facts, options: UpdaterOptions.Upstream with { AllowsInPlaceMode = true }).Done));
    }

    [Fact]
    public void Steps_ResizeThatTheNodeHasNotBegun_IsNotAskedForAgain()
    {
        var asked = SomeRound.Pod("a", cpu: "500m", memory: "500Mi");
        var before = new ContainerStatus { Name = "app", Resources = new() { Requests = SomeRound.Amounts("100m", "100Mi") } };
        asked = asked with { Status = asked.Status with { ContainerStatuses = [before] } };

        Assert.Equal(("", "Leave a ResizeAsked"), SomeRound.Run(SomeRound.Facts(SomeRound.Vpa("InPlaceOrRecreate", 1), 1, asked)));
    }

    [Fact]
    public void Steps_InfeasibleInPlace_IsTriedAgainOnceSomethingIsLower()
    {
        var (vpa, memory) = (SomeRound.Vpa("InPlace", 1), new UpdateMemory());
        var asked = SomeRound.Pod("a", cpu: "500m", memory: "500Mi").With(Infeasible);
        asked = asked with { Status = asked.Status with { ContainerStatuses = [new() { Name = "app", Resources = new() { Requests = SomeRound.Amounts("100m", "100Mi") } }] } };

        var first = SomeRound.Run(SomeRound.Facts(vpa, 1, asked), memory);
        var more = SomeRound.Run(SomeRound.Facts(vpa with { Status = new() { Recommendation = SomeRound.Recommendation("600m", "500Mi") } }, 1, asked), memory);
        var less = SomeRound.Run(SomeRound.Facts(vpa with { Status = new() { Recommendation = SomeRound.Recommendation("600m", "400Mi") } }, 1, asked), memory);

        Assert.Equal(("", "Leave a ResizeInfeasible"), first);
        Assert.Equal(("", "Leave a ResizeInfeasible"), more);
        Assert.Equal("Resize a OutsideRange", less.Done);
    }

    [Fact]
    public void Steps_ApiDidNotAnswerAResize_DoesNotEvict()
    {
        var facts = SomeRound.Facts(SomeRound.Vpa("InPlaceOrRecreate"), 2, SomeRound.Pod("a"), SomeRound.Pod("b"));

        Assert.Equal("Resize a OutsideRange, Resize b OutsideRange", SomeRound.Run(facts, outcome: StepOutcome.Failed).Done);
    }

    [Fact]
    public void Steps_ResizeRefused_EvictsAndDoesNotAskAgainSoon()
    {
        var (memory, facts) = (new UpdateMemory(), SomeRound.Facts(SomeRound.Vpa("InPlaceOrRecreate", 1), 1, SomeRound.Pod("a")));

        var first = SomeRound.Run(facts, memory, StepOutcome.Refused).Done;
        var second = SomeRound.Run(facts with { Now = SomeRound.Now.AddSeconds(30) }, memory, StepOutcome.Refused).Done;
        var third = SomeRound.Run(facts with { Now = SomeRound.Now.AddMinutes(2) }, memory, StepOutcome.Refused).Done;

        Assert.Equal("Resize a OutsideRange, Evict a ResizeRefused", first);
        Assert.Equal("Evict a ResizeRefused", second);
        Assert.StartsWith("Resize a", third, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_EvictionsHeld_StillResizes()
    {
        var facts = SomeRound.Facts(SomeRound.Vpa("InPlaceOrRecreate"), 2, SomeRound.Pod("a"), SomeRound.Pod("b").With(Infeasible)) with { EvictionHold = new("WebhookUnavailable", "webhook") };

        Assert.Equal(("Resize a OutsideRange", "Leave b EvictionsHeld"), SomeRound.Run(facts, options: Tolerant));
    }

    [Fact]
    public void Steps_EvictionsRefused_StopsAfterThree()
    {
        Pod[] pods = [.. "abcdefgh".Select(name => SomeRound.Pod($"{name}"))];
        var facts = SomeRound.Facts(SomeRound.Vpa("Recreate"), 8, pods) with { RefusedPods = new HashSet<string> { "a" } };

        Assert.Equal("Evict b OutsideRange, Evict c OutsideRange, Evict d OutsideRange", SomeRound.Run(facts, outcome: StepOutcome.Refused).Done);
    }

    [Fact]
    public void Steps_GrowthThatDoesNotFitTheQuota_IsLeftAndSmallerOnesGoOn()
    {
        var headroom = new HeadroomLedger(new OneQuota("500m"));
        var facts = SomeRound.Facts(SomeRound.Vpa("InPlace"), 3, SomeRound.Pod("a"), SomeRound.Pod("b", cpu: "450m"), SomeRound.Pod("c", cpu: "900m")) with { Headroom = headroom };

        var (done, left) = SomeRound.Run(facts, options: Tolerant);

        Assert.Equal("Resize a OutsideRange, Resize c OutsideRange, Resize b OutsideRange", done);
        Assert.Equal("", left);
        Assert.Equal(
            ("Resize c OutsideRange", "Leave a NoHeadroom, Leave b NoHeadroom"),
            SomeRound.Run(facts with { Headroom = new HeadroomLedger(new OneQuota("10m")) }, options: Tolerant));
    }

    [Fact]
    public void Steps_QuickOomDuringABurst_IsEvictedAlone()
    {
        var killed = SomeRound.Pod("b") with
        {
            Status = SomeRound.Pod("b").Status with
            {
                ContainerStatuses = [new() { Name = "app", LastState = new() { Terminated = new() { Reason = "OOMKilled", StartedAt = SomeRound.Now.AddMinutes(-2), FinishedAt = SomeRound.Now.AddMinutes(-1) } } }],
            },
        };
        var facts = SomeRound.Facts(SomeRound.Vpa("Recreate"), 4, SomeRound.Pod("a"), killed, SomeRound.Pod("c"), SomeRound.Pod("d")) with { BurstHold = new("Scaling", "burst") };

        Assert.Equal("Evict b QuickOom", SomeRound.Run(facts).Done);
    }

    [Fact]
    public void Steps_QuickOomOfAPodThatGotItsMemory_IsNotUrgentAnyMore()
    {
        var pod = SomeRound.Pod("a", memory: "500Mi", cpu: "499m");
        var vpa = SomeRound.Vpa("InPlace", 1);
        var wide = vpa.Status.Recommendation!.ContainerRecommendations[0] with { LowerBound = null, UpperBound = null };
        vpa = vpa with { Status = new() { Recommendation = new() { ContainerRecommendations = [wide] } } };
        pod = pod with { Status = pod.Status with { ContainerStatuses = [new() { Name = "app", LastState = new() { Terminated = new() { Reason = "OOMKilled" } } }] } };

        Assert.Equal(("", "Leave a TooLittle"), SomeRound.Run(SomeRound.Facts(vpa, 1, pod)));
        Assert.Equal("Resize a QuickOom", SomeRound.Run(SomeRound.Facts(vpa, 1, pod), options: UpdaterOptions.Upstream with { AllowsInPlaceMode = true }).Done);
    }

    private static string Sorted(string done) => string.Join(", ", done.Split(", ").OrderDescending(StringComparer.Ordinal));

    private sealed class OneQuota(string cpu) : IQuotaHeadroom
    {
        public string? Refuses(string inNamespace, ResourceVector requests, ResourceVector limits) =>
            requests["cpu"] > Quantity.Parse(cpu) ? $"quota small: requests.cpu {requests["cpu"]} of {cpu} left" : null;
    }
}

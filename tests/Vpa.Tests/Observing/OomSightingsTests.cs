using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Observing;

namespace Autoscale.Vpa.Tests.Observing;

public sealed class OomSightingsTests
{
    private static readonly DateTimeOffset End = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly ContainerState Runs = new() { Running = new() };
    private static readonly ContainerState WasKilled = new() { Terminated = new() { Reason = "OOMKilled", FinishedAt = End } };
    private static readonly ContainerState Waits = new();

    [Fact]
    public void Between_RunningThenKilled_IsSeenWithTheRequestOfTheNewState() =>
        Assert.Equal(
            new OomSighting("default", "web-1", "app", End, 200),
            Assert.Single(OomSightings.Between(PodOf(Runs, 0, request: 100), PodOf(WasKilled, 0, request: 200))));

    [Fact]
    public void Between_RunningThenRunningAgain_IsSeenWithTheRequestOfTheOldState() =>
        Assert.Equal(100, Assert.Single(OomSightings.Between(PodOf(Runs, 0, request: 100), PodOf(Runs, 1, last: WasKilled, request: 200))).Bytes);

    [Fact]
    public void Between_KilledTwiceInARow_IsSeenTwice() =>
        Assert.Single(OomSightings.Between(PodOf(WasKilled, 0), PodOf(WasKilled, 1)));

    [Fact]
    public void Between_WaitingThenRunningAfterAKill_IsNotSeenAgain() =>
        Assert.Empty(OomSightings.Between(PodOf(Waits, 0, last: WasKilled), PodOf(Runs, 1, last: WasKilled)));

    [Fact]
    public void Between_NothingChanged_IsNotSeenAgain() => Assert.Empty(OomSightings.Between(PodOf(WasKilled, 0), PodOf(WasKilled, 0)));

    [Fact]
    public void In_PodSeenFirstAfterItsKill_IsSeen() =>
        Assert.Equal(End, Assert.Single(OomSightings.In(PodOf(Runs, 1, last: WasKilled))).Time);

    [Fact]
    public void In_Eviction_IsSeenWithTheUsageOfThoseStarvedOfMemory()
    {
        var told = Eviction("app,side,more", "1Gi,2Gi,nonsense", "memory,ephemeral-storage,memory");

        Assert.Equal(new OomSighting("default", "web-1", "app", End, 1L << 30), Assert.Single(OomSightings.In(told)));
    }

    [Theory]
    [InlineData("app", "1Gi,2Gi", "memory")]
    [InlineData("app", "", "memory")]
    public void In_EvictionWhoseListsDoNotFit_IsNotSeen(string containers, string usages, string starved) =>
        Assert.Empty(OomSightings.In(Eviction(containers, usages, starved)));

    private static KubeEvent Eviction(string containers, string usages, string starved) => new()
    {
        Reason = "Evicted",
        InvolvedObject = new() { Kind = "Pod", Namespace = "default", Name = "web-1" },
        Metadata = new()
        {
            CreationTimestamp = End,
            Annotations = new Dictionary<string, string>
            {
                ["offending_containers"] = containers,
                ["offending_containers_usage"] = usages,
                ["starved_resource"] = starved,
            },
        },
    };

    private static Pod PodOf(ContainerState state, int restarts, ContainerState? last = null, long request = 100) => new()
    {
        Metadata = new() { Namespace = "default", Name = "web-1" },
        Spec = new()
        {
            Containers = [new() { Name = "app", Resources = new() { Requests = new Dictionary<string, Quantity> { ["memory"] = Quantity.FromLong(request) } } }],
        },
        Status = new() { ContainerStatuses = [new() { Name = "app", RestartCount = restarts, State = state, LastState = last ?? new() }] },
    };
}

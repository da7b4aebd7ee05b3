using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Tests.Control;

public sealed class EventCorrelatorTests
{
    private static readonly EventSource Source = new() { Component = "horizontal-pod-autoscaler" };
    private static readonly ObjectReference Web = new() { ApiVersion = "autoscaling/v2", Kind = "HorizontalPodAutoscaler", Namespace = "ns", Name = "web", Uid = "u1" };
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly EventCorrelator _correlator = new();

    [Fact]
    public void Correlate_FirstTime_CreatesAnEventNamedByTheNanosecond()
    {
        var (action, created) = Correlate(0, "New size: 4");

        Assert.Equal(EventAction.Create, action);
        Assert.Equal("web.18867251edfa0000", created.Metadata.Name);
        Assert.Equal(("ns", 1, "horizontal-pod-autoscaler"), (created.Metadata.Namespace, created.Count, created.ReportingComponent));
        Assert.Equal((Start, Start), (created.FirstTimestamp, created.LastTimestamp));
    }

    [Fact]
    public void Correlate_TheSameAgain_CountsTheFirst()
    {
        var first = Correlate(0, "no metrics").Event;

        var (action, again) = Correlate(15, "no metrics");

        Assert.Equal(EventAction.Count, action);
        Assert.Equal((first.Metadata.Name, 2), (again.Metadata.Name, again.Count));
        Assert.Equal((Start, Start.AddSeconds(15)), (again.FirstTimestamp, again.LastTimestamp));
    }

    [Fact]
    public void Correlate_TenMessagesInTenMinutes_CombinesFromTheTenthOn()
    {
        var decisions = Enumerable.Range(1, 12).Select(number => Correlate(number, $"failed {number}")).ToList();

        Assert.Equal("failed 9", decisions[8].Event.Message);
        Assert.Equal((EventAction.Create, "(combined from similar events): failed 10"), (decisions[9].Action, decisions[9].Event.Message));
        Assert.Equal((EventAction.Count, "(combined from similar events): failed 12"), (decisions[11].Action, decisions[11].Event.Message));
        Assert.Equal((decisions[9].Event.Metadata.Name, 3), (decisions[11].Event.Metadata.Name, decisions[11].Event.Count));
    }

    [Fact]
    public void Correlate_MessagesMoreThanTenMinutesApart_AreNotCombined()
    {
        for (var number = 0; number < 20; number++)
        {
            Assert.Equal($"failed {number}", Correlate(number * 601, $"failed {number}").Event.Message);
        }
    }

    [Fact]
    public void Correlate_MoreThanTwentyFiveAtOnce_SuppressesAllButOneInFiveMinutes()
    {
        var burst = Enumerable.Range(0, 30).Select(_ => Correlate(0, "again").Action).ToList();

        Assert.Equal(25, burst.Count(action => action != EventAction.Suppress));
        Assert.Equal(EventAction.Suppress, Correlate(299, "again").Action);
        var (action, later) = Correlate(300, "again");
        Assert.Equal((EventAction.Count, 32), (action, later.Count));
        Assert.Equal(EventAction.Suppress, Correlate(301, "again").Action);
    }

    [Fact]
    public void Correlate_OtherObjectOrSource_HasItsOwnCountAndBudget()
    {
        for (var i = 0; i < 30; i++)
        {
            Correlate(0, "again");
        }

        var other = _correlator.Correlate(Source, Web with { Name = "api", Uid = "u2" }, EventNote.Normal("Rescale", "again"), Start);
        var elsewhere = _correlator.Correlate(Source with { Component = "kubelet" }, Web, EventNote.Normal("Rescale", "again"), Start);

        Assert.Equal((EventAction.Create, EventAction.Create), (other.Action, elsewhere.Action));
    }

    [Fact]
    public void Correlate_SameInstant_NamesDiffer()
    {
        var names = Enumerable.Range(0, 5).Select(number => Correlate(0, $"{number}").Event.Metadata.Name);

        Assert.Equal(5, names.Distinct().Count());
    }

    [Fact]
    public void Correlate_ClusterScopedObject_LiesInDefault()
    {
        var node = new ObjectReference { Kind = "Node", Name = "node-1" };

        Assert.Equal("default", _correlator.Correlate(Source, node, EventNote.Normal("Ready", "up"), Start).Event.Metadata.Namespace);
    }

    private EventDecision Correlate(double seconds, string message) =>
        _correlator.Correlate(Source, Web, EventNote.Warning("FailedGetResourceMetric", message), Start.AddSeconds(seconds));
}

using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Tests;

public sealed class MetricTableTests
{
    private readonly MetricTable _table = new();
    private readonly List<SeriesKey> _moved = [];

    public MetricTableTests() => _table.Subscribe(_moved.AddRange);

    [Fact]
    public void ResourceAbsence_NobodyServesUsage_IsTheServersText()
    {
        Assert.Equal("the server could not find the requested resource (get pods.metrics.k8s.io)", _table.ResourceAbsence);

        _table.ServeUsage();

        Assert.Null(_table.ResourceAbsence);
    }

    [Fact]
    public void FindExternal_NobodyServesExternalMetrics_IsTheServersText() =>
        Assert.Equal(
            "the server could not find the requested resource (get queue_messages_ready.external.metrics.k8s.io)",
            _table.FindExternal("demo", "queue_messages_ready", LabelSelector.Everything, Some.Time).Absence);

    [Fact]
    public void CustomAbsence_NobodyServesCustomMetrics_IsTheServersText()
    {
        Assert.Equal("no custom metrics API (custom.metrics.k8s.io) registered", _table.CustomAbsence);

        var feed = _table.OpenCustomFeed(FeedScope.Cluster, "test", new CustomMetric(DescribedKind.Pod, "hits"));

        Assert.Null(_table.CustomAbsence);
        _table.CloseCustomFeed(feed);
        Assert.NotNull(_table.CustomAbsence);
    }

    [Fact]
    public void ReplaceNode_PodGone_IsAbsentAndNotZero()
    {
        _table.ReplaceNode(Some.Node("n1", Some.Pod("a"), Some.Pod("b")));
        _moved.Clear();

        _table.ReplaceNode(Some.Node("n1", Some.Pod("a", "200m")));

        Assert.Equal("200m", _table.FindPod("ns", "a")?.Containers[0].Cpu.ToString());
        Assert.Null(_table.FindPod("ns", "b"));
        Assert.Equal([new(SeriesKind.PodUsage, "ns", "a"), new SeriesKey(SeriesKind.PodUsage, "ns", "b")], _moved);
    }

    [Fact]
    public void ReplaceNode_SameUsage_MovesNothing()
    {
        _table.ReplaceNode(Some.Node("n1", Some.Pod("a")));
        _moved.Clear();

        _table.ReplaceNode(Some.Node("n1", Some.Pod("a") with { Time = Some.Time.AddSeconds(15) }));

        Assert.Empty(_moved);
        Assert.Equal(Some.Time.AddSeconds(15), _table.FindPod("ns", "a")?.Time);
    }

    [Fact]
    public void FailNode_TakesItsOwnPodsOnly_AndKeepsTheReason()
    {
        _table.ReplaceNode(Some.Node("n1", Some.Pod("a")));
        _table.ReplaceNode(Some.Node("n2", Some.Pod("b")));

        _table.FailNode("n1", "connection refused");

        Assert.Null(_table.FindPod("ns", "a"));
        Assert.Null(_table.FindNode("n1"));
        Assert.NotNull(_table.FindPod("ns", "b"));
        Assert.Equal("connection refused", _table.WhyNodeAbsent("n1"));
        Assert.Null(_table.WhyNodeAbsent("n2"));
    }

    [Fact]
    public void FailNode_PodCameBackElsewhere_KeepsTheOtherNodesReading()
    {
        _table.ReplaceNode(Some.Node("n1", Some.Pod("db-0", "100m")));
        _table.ReplaceNode(Some.Node("n2", Some.Pod("db-0", "300m")));

        _table.FailNode("n1", "gone");

        Assert.Equal("300m", _table.FindPod("ns", "db-0")?.Containers[0].Cpu.ToString());
    }

    [Theory]
    [InlineData("cpu", "", 301)]
    [InlineData("cpu", "side", 101)]
    [InlineData("memory", "app", 20_971_520_000)]
    [InlineData("memory", "", 0)]
    [InlineData("cpu", "none", 0)]
    [InlineData("disk", "", 0)]
    public void TryFindAmount_TwoContainersOneWithoutMemory_SumsWhatAllHave(string resource, string container, long milli)
    {
        var pod = Some.Pod("a", "200m");
        _table.ReplaceNode(Some.Node("n1", pod with { Containers = [.. pod.Containers, new("side", Quantity.Parse("100000001n"), null)] }));

        Assert.True(_table.TryFindAmount("ns", "a", resource, container, out var amount));
        Assert.Equal(milli == 0 ? default : new PodAmount(milli, Some.Time, TimeSpan.FromSeconds(15)), amount);
        Assert.False(_table.TryFindAmount("ns", "b", resource, container, out _));
    }

    [Fact]
    public void RemoveNode_ForgetsItAndItsPods()
    {
        _table.ReplaceNode(Some.Node("n1", Some.Pod("a")));

        _table.RemoveNode("n1");

        Assert.Empty(_table.Pods);
        Assert.Empty(_table.Nodes);
        Assert.Null(_table.WhyNodeAbsent("n1"));
    }

    [Fact]
    public void FindPod_PodsOfOneNameInTwoNamespaces_AreTwo()
    {
        _table.ReplaceNode(Some.Node("n1", Some.Pod("a", "1", "x"), Some.Pod("a", "2", "y")));

        Assert.Equal("1", _table.FindPod("x", "a")?.Containers[0].Cpu.ToString());
        Assert.Equal("2", _table.FindPod("y", "a")?.Containers[0].Cpu.ToString());
    }

    [Fact]
    public async Task FindPod_WhileItsNodeIsReplaced_NeverMissesAPodThatStays()
    {
        var pods = Enumerable.Range(0, 50).Select(number => Some.Pod($"p{number}")).ToArray();
        _table.ReplaceNode(Some.Node("n1", pods));
        var writing = Task.Run(() =>
        {
            for (var round = 0; round < 500; round++)
            {
                _table.ReplaceNode(Some.Node("n1", [.. pods, Some.Pod($"guest-{round}")]));
            }
        });

        for (var look = 0; !writing.IsCompleted; look++)
        {
            Assert.NotNull(_table.FindPod("ns", pods[look % pods.Length].Name));
        }

        await writing;
        Assert.Equal(51, _table.Pods.Count());
    }

    [Fact]
    public void Subscribe_Disposed_HearsNoMore()
    {
        var heard = new List<SeriesKey>();
        _table.Subscribe(heard.AddRange).Dispose();

        _table.ReplaceNode(Some.Node("n1", Some.Pod("a")));

        Assert.Empty(heard);
        Assert.NotEmpty(_moved);
    }
}

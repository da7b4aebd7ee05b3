using Autoscale.Kubernetes;
using Autoscale.Metrics.Control;

namespace Autoscale.Metrics.Tests;

public sealed class InterestTests
{
    private readonly Interest _interest = new();

    [Fact]
    public void Collect_QueueMoved_WakesThoseWhoLookAtIt()
    {
        Watch("a", Query("queue=orders"));
        Watch("b", Query("queue=mails"));
        Watch("c", Query("queue in (orders,mails)"));
        Watch("d", Query(""));

        Assert.Equal(["a", "c", "d"], Woken("orders"));
    }

    [Fact]
    public void Collect_OtherNamespaceOrMetric_WakesNobody()
    {
        Watch("a", Query("queue=orders"));

        Assert.Empty(Woken("orders", @namespace: "elsewhere"));
        Assert.Empty(Woken("orders", metric: "width"));
    }

    [Fact]
    public void Watch_Again_ForgetsWhatWasWatchedBefore()
    {
        Watch("a", Query("queue=orders"), Query("queue=mails"));

        Watch("a", Query("queue=mails"));

        Assert.Empty(Woken("orders"));
        Assert.Equal(["a"], Woken("mails"));
    }

    [Fact]
    public async Task Watch_AgainWhileSeriesMove_NeverMissesTheWatcher()
    {
        Watch("a", Query("queue=orders"));
        var editing = Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                Watch("a", i % 2 == 0 ? Query("queue=orders,vhost") : Query("queue=orders"));
            }
        });

        while (!editing.IsCompleted)
        {
            Assert.Equal(["a"], Woken("orders"));
        }

        await editing;
    }

    [Fact]
    public void Watch_Nothing_ForgetsTheWatcher()
    {
        Watch("a", Query("queue=orders"));
        Watch("b", Query("queue=orders"));

        Watch("a");

        Assert.Equal(["b"], Woken("orders"));
    }

    [Fact]
    public void Collect_PodMetric_FindsTheWatchersOfItsNamespaceOnly()
    {
        Watch("a", OfPods("ns", ""));
        Watch("b", OfPods("elsewhere", ""));

        Assert.True(_interest.IsWatched(new(SeriesKind.PodMetric, "ns", "hits", PodLabels)));
        Assert.False(_interest.IsWatched(new(SeriesKind.PodMetric, "third", "hits", PodLabels)));
    }

    [Fact]
    public void Asked_SeveralWatchers_IsEachSelectorOnceForEachNamespace()
    {
        Watch("a", OfPods("ns", "path=a"), OfPods("ns", ""));
        Watch("b", OfPods("ns", "path=a"));
        Watch("c", OfPods("elsewhere", "path=a"));

        var asked = _interest.Asked(SeriesKind.PodMetric, "hits").Select(a => $"{a.Namespace} {a.Selector}");

        Assert.Equal(["elsewhere path=a", "ns ", "ns path=a"], asked.Order(StringComparer.Ordinal));
        Assert.Empty(_interest.Asked(SeriesKind.ObjectMetric, "hits"));
    }

    [Fact]
    public void Changed_OnlyWhenASelectorIsNewOrGone_IsTold()
    {
        var told = 0;
        _interest.Changed += () => told++;

        Watch("a", OfPods("ns", "path=a"));
        Watch("b", OfPods("ns", "path=a"));
        Watch("a");
        Assert.Equal(1, told);

        Watch("b");
        Assert.Equal(2, told);
        Assert.Empty(_interest.Asked(SeriesKind.PodMetric, "hits"));
    }

    [Fact]
    public void Asked_ExternalQuery_IsTheSelectorOfItsSeries()
    {
        Watch("a", Query("queue=orders"));

        Assert.Equal("queue=orders", Assert.Single(_interest.Asked(SeriesKind.External, "depth")).Selector.ToString());
    }

    private static SeriesLabels PodLabels { get; } = SeriesLabels.Of(("kind", "Pod"), ("name", "a"));

    private static SeriesQuery OfPods(string @namespace, string asked) =>
        new(SeriesKind.PodMetric, @namespace, "hits", LabelSelector.Everything) { Asked = LabelSelector.Parse(asked) };

    private static SeriesQuery Query(string selector) => new(SeriesKind.External, "ns", "depth", LabelSelector.Parse(selector));

    private void Watch(string name, params SeriesQuery[] queries) => _interest.Watch(new("", "Hpa", "ns", name), queries);

    private IEnumerable<string> Woken(string queue, string @namespace = "", string metric = "depth")
    {
        var watchers = new HashSet<ObjectKey>();
        _interest.Collect(new(SeriesKind.External, @namespace, metric, SeriesLabels.Of(("queue", queue), ("vhost", "/"))), watchers);
        return watchers.Select(watcher => watcher.Name).Order(StringComparer.Ordinal);
    }
}

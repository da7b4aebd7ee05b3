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

    private static SeriesQuery Query(string selector) => new(SeriesKind.External, "ns", "depth", LabelSelector.Parse(selector));

    private void Watch(string name, params SeriesQuery[] queries) => _interest.Watch(new("", "Hpa", "ns", name), queries);

    private IEnumerable<string> Woken(string queue, string @namespace = "", string metric = "depth")
    {
        var watchers = new HashSet<ObjectKey>();
        _interest.Collect(new(SeriesKind.External, @namespace, metric, SeriesLabels.Of(("queue", queue), ("vhost", "/"))), watchers);
        return watchers.Select(watcher => watcher.Name).Order(StringComparer.Ordinal);
    }
}

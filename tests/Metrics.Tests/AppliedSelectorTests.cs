using Autoscale.Kubernetes;
using Autoscale.Metrics.Control;

namespace Autoscale.Metrics.Tests;

/// <summary>Series to which their source has applied a selector already.</summary>
public sealed class AppliedSelectorTests
{
    private readonly MetricTable _table = new();
    private readonly Interest _interest = new();

    [Theory]
    [InlineData("queue=orders", "1")]
    [InlineData("queue in (orders,mails)", "2")]
    [InlineData("queue", "3")]
    [InlineData("", "4")]
    [InlineData("queue=mails", "")]
    public void FindExternal_AppliedSelectors_AnswerThemselvesAlone(string selector, string expected)
    {
        _table.OpenFeed("s", "depth").Replace(
            [Applied("queue=orders", 1), Applied("queue in (mails,orders)", 2), Applied("queue", 3), Applied("", 4)]);

        var answer = _table.FindExternal("ns", "depth", LabelSelector.Parse(selector), Some.Time);

        Assert.Equal(expected, string.Join(' ', answer.Series.Select(series => series.Reading.Value.ToString())));
    }

    [Fact]
    public void Collect_AppliedSeriesMoved_WakesThoseWhoAskedSo()
    {
        Watch("a", "queue=orders");
        Watch("b", "queue in (orders,mails)");
        Watch("c", "");
        Watch("d", "queue=orders,vhost");

        Assert.Equal(["a"], Woken("queue=orders"));
        Assert.Equal(["b"], Woken("queue in (mails,orders)"));
        Assert.Equal(["c"], Woken(""));
        Assert.Empty(Woken("queue=mails"));
    }

    private static ExternalSeries Applied(string selector, long value) =>
        Some.Series("depth", value) with { Applied = LabelSelector.Parse(selector).ToString() };

    private void Watch(string name, string selector) =>
        _interest.Watch(new("", "Hpa", "ns", name), [new(SeriesKind.External, "ns", "depth", LabelSelector.Parse(selector))]);

    private IEnumerable<string> Woken(string selector)
    {
        var watchers = new HashSet<ObjectKey>();
        _interest.Collect(Applied(selector, 1).Key, watchers);
        return watchers.Select(watcher => watcher.Name);
    }
}

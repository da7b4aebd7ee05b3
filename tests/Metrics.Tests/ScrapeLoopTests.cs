using System.Diagnostics.CodeAnalysis;
using Autoscale.Metrics.Control;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

public sealed class ScrapeLoopTests : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    private readonly VirtualTimeProvider _clock = Some.Clock();
    private readonly MetricTable _table = new();
    private readonly CancellationTokenSource _end = new();
    private readonly FakeKubelets _kubelets;
    private readonly List<string> _nodes = ["n1"];
    private ScrapeLoop? _loop;
    private Task _running = Task.CompletedTask;

    public ScrapeLoopTests() => _kubelets = new FakeKubelets
    {
        Answer = (node, _) => Task.FromResult(Text(node)),
    };

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAny(_running);
        _loop?.Dispose();
        _kubelets.Dispose();
        _end.Dispose();
    }

    [Fact]
    public void RunAsync_TwoScrapes_FillTheTable()
    {
        Start();

        _clock.Advance(2 * Period);

        Assert.Equal(0.1, Cpu("pod-of-n1"));
    }

    [Fact]
    public void RunAsync_ManyNodes_AreSpreadOverThePeriodAndScrapedOnceInIt()
    {
        _nodes.AddRange(Enumerable.Range(2, 199).Select(number => $"n{number}"));
        Start();
        _clock.Advance(2 * Period);
        var before = _nodes.Sum(_kubelets.Scrapes);

        _clock.Advance(Period / 3);
        Assert.InRange(_nodes.Sum(_kubelets.Scrapes) - before, 30, 110);

        _clock.Advance(Period * 2 / 3);
        Assert.Equal(200, _nodes.Sum(_kubelets.Scrapes) - before);
    }

    [Theory]
    [InlineData("node-{0}")]
    [InlineData("ip-10-0-{0}-17.eu-central-1.compute.internal")]
    [InlineData("{0}")]
    [InlineData("gke-prod-pool-1-0a{0:x4}-xyz")]
    public void Wait_FiveThousandNodes_AreSpreadEvenly(string name)
    {
        var begun = new int[150];
        for (var number = 0; number < 5000; number++)
        {
            var node = new NodeScrape(Some.KubeNode(string.Format(System.Globalization.CultureInfo.InvariantCulture, name, number)), _clock);
            var wait = node.Wait(Period, Some.Time, Period);
            begun[(int)(wait / Period * begun.Length)]++;
        }

        // 33 in every tenth of a second; as even as chance makes it.
        Assert.InRange(begun.Max(), 33, 65);
        Assert.InRange(begun.Min(), 8, 33);
    }

    [Fact]
    public void RunAsync_NodeNamedTwice_IsScrapedOnce()
    {
        _nodes.Add("n1");
        Start();
        _clock.Advance(2 * Period);
        var before = _kubelets.Scrapes("n1");

        _clock.Advance(Period);

        Assert.Equal(before + 1, _kubelets.Scrapes("n1"));
    }

    [Fact]
    public void RunAsync_OneNodeFails_OnlyItsPodsBecomeAbsent()
    {
        _nodes.Add("n2");
        Start();
        _clock.Advance(2 * Period);
        Break("n1", () => throw new HttpRequestException("Connection refused"));

        _clock.Advance(4 * Period);

        Assert.Null(Cpu("pod-of-n1"));
        Assert.Equal("node n1: Connection refused", _table.WhyNodeAbsent("n1"));
        Assert.Equal(0.1, Cpu("pod-of-n2"));
    }

    [Fact]
    public void RunAsync_OneScrapeLost_KeepsTheReadings()
    {
        Start();
        _clock.Advance(2 * Period);
        Break("n1", () => throw new HttpRequestException("Connection refused"));

        _clock.Advance(Period);
        Assert.Equal(0.1, Cpu("pod-of-n1"));

        _kubelets.Answer = (node, _) => Task.FromResult(Text(node));
        _clock.Advance(Period);
        Assert.Equal(0.1, Cpu("pod-of-n1"));
    }

    [Fact]
    public void RunAsync_NodeAnswersWithoutEnd_IsAbsent()
    {
        Break("n1", () => Task.FromResult(new string('#', 17 << 20)));
        Start();

        Assert.Contains("16777216", _table.WhyNodeAbsent("n1"), StringComparison.Ordinal);
    }

    [Fact]
    public void RunAsync_NodeBackAfterItsReadingsAged_GoesOnByItself()
    {
        Start();
        _clock.Advance(2 * Period);
        Break("n1", () => Task.FromResult("<html>"));
        _clock.Advance(4 * Period);
        Assert.Equal("node n1: line 1 of the metrics is cut short", _table.WhyNodeAbsent("n1"));

        _kubelets.Answer = (node, _) => Task.FromResult(Text(node));
        _clock.Advance(Period);

        Assert.Equal(0.1, Cpu("pod-of-n1"));
    }

    [Fact]
    public async Task RunAsync_NodeNeverAnswers_IsAbsentAtItsDeadlineAndDelaysNobody()
    {
        _nodes.Add("n2");
        Break("n1", () => new TaskCompletionSource<string>().Task);
        Start(new MetricsOptions { ScrapeConcurrency = 1, ScrapeDeadline = TimeSpan.FromSeconds(3) });

        await PassUntilAsync(() => _table.WhyNodeAbsent("n1") == "node n1: no whole answer within 3 s");
        await PassUntilAsync(() => Cpu("pod-of-n2") == 0.1);
    }

    [Fact]
    public async Task RunAsync_ManyNodes_AreNeverScrapedMoreAtOnceThanAllowed()
    {
        _nodes.AddRange(Enumerable.Range(2, 49).Select(number => $"n{number}"));
        _kubelets.Answer = async (node, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _clock, cancellationToken);
            return Text(node);
        };
        Start(new MetricsOptions { ScrapeConcurrency = 4 });

        await PassUntilAsync(() => _nodes.TrueForAll(node => _kubelets.Scrapes(node) >= 2));

        Assert.Equal(4, _kubelets.MostAtOnce);
    }

    [Fact]
    public async Task RunAsync_NodeGone_ForgetsIt()
    {
        Start();
        await PassUntilAsync(() => Cpu("pod-of-n1") is not null);

        _nodes.Clear();
        await PassUntilAsync(() => Cpu("pod-of-n1") is null);

        Assert.Null(_table.FindNode("n1"));
        Assert.Null(_table.ResourceAbsence);
    }

    [SuppressMessage("Reliability", "CA2025", Justification = "DisposeAsync awaits it")]
    private void Start(MetricsOptions? options = null)
    {
        _loop = new ScrapeLoop(() => [.. _nodes.Select(Some.KubeNode)], _kubelets.Client(_clock), _table, options ?? new MetricsOptions(), Some.Tools(_clock));
        _running = _loop.RunAsync(_end.Token);
    }

    private void Break(string broken, Func<Task<string>> answer) =>
        _kubelets.Answer = (node, cancellationToken) =>
            node == broken ? answer().WaitAsync(cancellationToken) : Task.FromResult(Text(node));

    private string Text(string node)
    {
        var now = _clock.GetUtcNow();
        return FakeKubelets.Text($"pod-of-{node}", (now - Some.Time).TotalSeconds / 10, now.ToUnixTimeMilliseconds());
    }

    private double? Cpu(string pod) =>
        _table.FindPod("ns", pod)?.Containers[0].Cpu?.ToDouble() is { } cores ? Math.Round(cores, 6) : null;

    /// <summary>Steps on until the claim is true: what wakes at its time goes on in other threads.</summary>
    private Task PassUntilAsync(Func<bool> claim) => Eventually.TrueAsync(
        () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(claim());
        },
        "what should have happened by now");
}

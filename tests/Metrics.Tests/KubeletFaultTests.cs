using System.Text;
using Autoscale.Metrics.Control;
using Autoscale.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Metrics.Tests;

/// <summary>What becomes of usage when pods come and go, clocks are off and kubelets say impossible things.</summary>
public sealed class KubeletFaultTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    private readonly MetricTable _table = new();
    private readonly VirtualTimeProvider _clock = Some.Clock();
    private readonly NodeScrape _node;

    public KubeletFaultTests() => _node = new(Some.KubeNode("n1"), _clock);

    [Fact]
    public void Read_PodsComeAndGoAndChangePlaces_KeepsTheRatesOfThoseThatStay()
    {
        Scrape(Line("a"), Line("b"), Line("c"));
        Scrape(Line("a"), Line("b"), Line("c"));

        Scrape(Line("new"), Line("c"), Line("a"));

        Assert.Equal("a=100m c=100m", Usage);
        Scrape(Line("a"), Line("new"), Line("c"));
        Assert.Equal("a=100m c=100m new=100m", Usage);
    }

    [Fact]
    public void Read_ContainerComesToAPod_LeavesItsNeighboursAlone()
    {
        Scrape(Line("a"), Line("b"));
        Scrape(Line("a"), Line("b"));

        Scrape(Line("a"), Line("a", container: "debugger"), Line("b"));

        Assert.Equal("b=100m", Usage);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void Read_NodesClockIsSet_IsAbsentForOneScrapeAndNeverNothing(int by)
    {
        Scrape(Line("a"));
        Scrape(Line("a"));

        Scrape(Line("a", skew: by));
        Assert.Equal("", Usage);

        Scrape(Line("a", skew: by));
        Assert.Equal("a=100m", Usage);
        Assert.Equal(_clock.GetUtcNow().AddSeconds(by), _table.FindPod("ns", "a")?.Time);
    }

    [Fact]
    public void Read_OneStampFarInTheFuture_GoesOnAfterIt()
    {
        Scrape(Line("a"));
        Scrape(Line("a", skew: 3600));
        Scrape(Line("a"));
        Scrape(Line("a"));

        Assert.Equal("a=100m", Usage);
    }

    [Fact]
    public void Read_KubeletRepeatsItself_IsAbsentOnceThatIsTooOld()
    {
        Scrape(Line("a"));
        _clock.Advance(Period);
        var repeated = Line("a")();
        Put(_node, () => repeated);
        for (var again = 0; again < 8; again++)
        {
            Scrape(() => repeated);
            Assert.Equal("a=100m", Usage);
        }

        Scrape(() => repeated);

        Assert.Equal("", Usage);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("+Inf")]
    [InlineData("-Inf")]
    [InlineData("-5")]
    [InlineData("1e300")]
    [InlineData("18446744073709551616")]
    public void Read_ImpossibleCounter_NeitherCrashesNorReadsAsNothing(string value)
    {
        Scrape(Line("a"), Line("b"));
        Scrape(Line("a"), Line("b"));

        Scrape(Line("a", cpu: value), Line("b"));
        Assert.DoesNotContain("a=0", Usage, StringComparison.Ordinal);
        Assert.Contains("b=100m", Usage, StringComparison.Ordinal);

        Scrape(Line("a"), Line("b"));
        Scrape(Line("a"), Line("b"));
        Assert.Equal("a=100m b=100m", Usage);
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    [InlineData("253402300800000")]
    public void Read_StampOutsideAllYears_CountsAsNow(string stamp)
    {
        Scrape(Line("a", stamp: stamp));
        Scrape(Line("a", stamp: stamp));

        Assert.Equal("a=100m", Usage);
    }

    [Fact]
    public void Read_SameContainerTwice_CountsOnce()
    {
        Scrape(Line("a"), Line("a"));
        Scrape(Line("a"), Line("a"));

        Assert.Equal("a=100m", Usage);
        Assert.Single(_table.FindPod("ns", "a")!.Containers);
    }

    [Theory]
    [InlineData("{namespace=\"ns\",pod=\"a\"}")]
    [InlineData("{container=\"\",namespace=\"ns\",pod=\"a\"}")]
    [InlineData("{container=\"app\",namespace=\"ns\",pod=\"a\\nb\"}")]
    [InlineData("")]
    public void Read_LabelsThatNameNoContainer_AreNoContainer(string labels)
    {
        var told = new Told($"container_cpu_usage_seconds_total{labels} 1\n", $"container_memory_working_set_bytes{labels} 1\n");
        Scrape(() => told);
        Scrape(() => told);

        Assert.Empty(_table.Pods);
    }

    [Fact]
    public void Read_NamesOfAnyCharacters_AreKeptApart()
    {
        string[] pods = ["döner", "дом", "🐙", "a b", "a"];
        Scrape([.. pods.Select(pod => Line(pod))]);
        Scrape([.. pods.Select(pod => Line(pod))]);

        Assert.All(pods, pod => Assert.NotNull(_table.FindPod("ns", pod)));
    }

    [Fact]
    public void Read_PodMovedToAnotherNode_IsTheNewerOnesUntilThatEnds()
    {
        var other = new NodeScrape(Some.KubeNode("n2"), _clock);
        Scrape(Line("db-0"));
        Scrape(Line("db-0"));
        Put(other, Line("db-0", rate: 300));
        Scrape(Line("db-0"));
        Put(other, Line("db-0", rate: 300));
        Scrape(Line("db-0"));
        Assert.Equal("db-0=300m", Usage);

        _table.RemoveNode("n2");
        Scrape(Line("db-0"));

        Assert.Equal("db-0=100m", Usage);
    }

    [Fact]
    public void Read_AnyPagesInAnyOrder_HasThePodsWhoseContainersAreAllInTheLastTwo() => Prop.ForAll(
        Gen.ArrayOf(Gen.ArrayOf(Gen.Choose(0, 11))).Where(pages => pages.Length > 1).ToArbitrary(),
        pages =>
        {
            var node = new NodeScrape(Some.KubeNode("n"), _clock);
            foreach (var page in pages)
            {
                _clock.Advance(Period);
                Put(node, [.. page.Select(one => Line($"p{one / 3}", $"c{one % 3}"))]);
            }

            var expected = pages[^1].GroupBy(one => one / 3).Where(pod => pod.All(pages[^2].Contains)).Select(pod => $"p{pod.Key}=100m");
            return Usage == string.Join(' ', expected.Order(StringComparer.Ordinal));
        }).QuickCheckThrowOnFailure();

    private string Usage => string.Join(' ', _table.Pods.Select(pod => $"{pod.Name}={pod.Containers[0].Cpu}").Order(StringComparer.Ordinal));

    /// <summary>A container that uses so many thousandths of a core, by the clock of a node that is off by some seconds.</summary>
    private Func<Told> Line(string pod, string container = "app", int skew = 0, int rate = 100, string? cpu = null, string? stamp = null) => () =>
    {
        var now = _clock.GetUtcNow();
        var labels = $"{{container=\"{container}\",namespace=\"ns\",pod=\"{pod}\"}}";
        var used = cpu ?? FormattableString.Invariant($"{(now - Some.Time).TotalSeconds * rate / 1000}");
        var at = stamp ?? FormattableString.Invariant($"{now.AddSeconds(skew).ToUnixTimeMilliseconds()}");
        return new($"container_cpu_usage_seconds_total{labels} {used} {at}\n", $"container_memory_working_set_bytes{labels} 1048576 {at}\n");
    };

    private void Scrape(params Func<Told>[] containers)
    {
        _clock.Advance(Period);
        Put(_node, containers);
    }

    private void Put(NodeScrape node, params Func<Told>[] containers)
    {
        var told = containers.Select(container => container()).ToList();
        var page = string.Concat(told.Select(one => one.Cpu)) + string.Concat(told.Select(one => one.Memory));
        _table.ReplaceNode(node.Name, node.Read(Encoding.UTF8.GetBytes(page), _clock.GetUtcNow(), Period));
    }

    private sealed record Told(string Cpu, string Memory);
}

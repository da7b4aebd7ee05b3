using System.Text;
using Autoscale.Metrics.Control;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

public sealed class KubeletMetricsTests
{
    private readonly MetricTable _table = new();
    private readonly VirtualTimeProvider _clock = Some.Clock();
    private readonly NodeScrape _node;

    public KubeletMetricsTests() => _node = new(Some.KubeNode("n1"), _clock);

    [Fact]
    public void Read_TwoScrapes_GiveUsageAsMetricsServerPrintsIt()
    {
        Scrape(0, Container("a", "app", 10, 20 << 20) + "node_cpu_usage_seconds_total 100\nnode_memory_working_set_bytes 1.073741824e+09\n");

        var picture = Scrape(15, Container("a", "app", 11.5, (20 << 20) + 4096) + "node_cpu_usage_seconds_total 130\nnode_memory_working_set_bytes 1.073741824e+09\n");

        var pod = Assert.Single(picture.Pods);
        Assert.Equal(("ns", "a", Some.Time.AddSeconds(15), TimeSpan.FromSeconds(15)), (pod.Namespace, pod.Name, pod.Time, pod.Window));
        Assert.Equal(("app", "100m", "20484Ki"), (pod.Containers[0].Name, pod.Containers[0].Cpu.ToString(), pod.Containers[0].Memory.ToString()));
        Assert.Equal(("2", "1Gi"), (picture.Usage?.Cpu.ToString(), picture.Usage?.Memory.ToString()));
    }

    [Fact]
    public void Read_UnevenRate_IsInNanocores()
    {
        Scrape(0, Container("a", "app", 0, 1024));

        Assert.Equal("66666666n", Scrape(15, Container("a", "app", 1, 1024)).Pods[0].Containers[0].Cpu.ToString());
    }

    [Fact]
    public void Read_IdleContainer_UsesZero()
    {
        Scrape(0, Container("a", "app", 0, 1024));

        Assert.Equal("0", Scrape(15, Container("a", "app", 0, 1024)).Pods[0].Containers[0].Cpu.ToString());
    }

    [Theory]
    [InlineData("NaN", "1024")]
    [InlineData("-1", "1024")]
    [InlineData("1", "NaN")]
    [InlineData("1", "-5")]
    [InlineData("1", "0")]
    public void Read_ImpossibleNumber_TakesThatPodAway(string cpu, string memory)
    {
        Scrape(0, Container("a", "app", 1, 1) + Container("b", "app", 1, 1));

        var picture = Scrape(15, $"""
            container_cpu_usage_seconds_total{Labels("a", "app")} {cpu}
            container_memory_working_set_bytes{Labels("a", "app")} {memory}

            """ + Container("b", "app", 2, 1));

        Assert.Equal("b", Assert.Single(picture.Pods).Name);
    }

    [Fact]
    public void Read_SecondContainerIsNew_PodWaitsForItsRate()
    {
        Scrape(0, Container("a", "app", 1, 1));

        Assert.Empty(Scrape(15, Container("a", "app", 2, 1) + Container("a", "sidecar", 1, 1)).Pods);
        Assert.Equal(2, Scrape(30, Container("a", "app", 3, 1) + Container("a", "sidecar", 2, 1)).Pods[0].Containers.Count);
    }

    [Fact]
    public void Read_OneContainersCounterWentBack_TakesThePodAway()
    {
        Scrape(0, Container("a", "app", 10, 1) + Container("a", "sidecar", 10, 1));

        Assert.Empty(Scrape(15, Container("a", "app", 11, 1) + Container("a", "sidecar", 1, 1)).Pods);
    }

    [Fact]
    public void Read_TimestampsOfTheKubelet_CountBeforeOurs()
    {
        var at = Some.Time.ToUnixTimeMilliseconds();
        Scrape(0, Container("a", "app", 1, 1, at - 1000));

        var pod = Scrape(15, Container("a", "app", 2, 1, at + 9000)).Pods[0];

        Assert.Equal((Some.Time.AddSeconds(9), TimeSpan.FromSeconds(10)), (pod.Time, pod.Window));
    }

    [Fact]
    public void Read_Malformed_ChangesNothing()
    {
        Scrape(0, Container("a", "app", 1, 1));

        Assert.Throws<FormatException>(() => Scrape(15, "container_cpu"));

        Assert.Equal(TimeSpan.FromSeconds(30), Scrape(30, Container("a", "app", 2, 1)).Pods[0].Window);
    }

    private static string Labels(string pod, string container) => $"{{container=\"{container}\",namespace=\"ns\",pod=\"{pod}\"}}";

    private static string Container(string pod, string container, double cpu, long memory, long? at = null) => FormattableString.Invariant($"""
        container_cpu_usage_seconds_total{Labels(pod, container)} {cpu} {at}
        container_memory_working_set_bytes{Labels(pod, container)} {memory} {at}

        """);

    private NodePicture Scrape(int seconds, string text)
    {
        _clock.Advance(Some.Time.AddSeconds(seconds) - _clock.GetUtcNow());
        _table.ReplaceNode("n1", _node.Read(Encoding.UTF8.GetBytes(text), _clock.GetUtcNow(), TimeSpan.FromSeconds(15)));
        return new("n1", _table.FindNode("n1"), [.. _table.Pods.OrderBy(pod => pod.Name, StringComparer.Ordinal)]);
    }
}

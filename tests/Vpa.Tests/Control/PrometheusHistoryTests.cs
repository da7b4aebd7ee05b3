using Autoscale.Testing;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.History;

namespace Autoscale.Vpa.Tests.Control;

public sealed class PrometheusHistoryTests
{
    private const string Exposition = """
        up{job="kubernetes-pods",kubernetes_namespace="default",kubernetes_pod_name="web-1",pod_label_app="web"} 1
        container_memory_working_set_bytes{job="kubernetes-cadvisor",namespace="default",pod_name="web-1",name="app"} 300000000
        container_memory_working_set_bytes{job="kubernetes-cadvisor",namespace="default",pod_name="web-1",name="POD"} 1000
        container_cpu_usage_seconds_total{job="kubernetes-cadvisor",namespace="default",pod_name="web-1",name="app"} 5
        """;

    [PrometheusFact]
    public async Task Read_RealServerWithUpstreamsNames_AnswersAllThreeQueries()
    {
        await using var server = await PrometheusServer.StartAsync(Exposition);
        await server.HasAsync("""rate(container_cpu_usage_seconds_total[10s])""");
        await server.HasAsync("""max_over_time(timestamp(up{job="kubernetes-pods"})[1m:10s])""");
        var options = new HistoryOptions { Address = server.Url, Length = TimeSpan.FromMinutes(1), Resolution = TimeSpan.FromSeconds(10) };
        using var history = new PrometheusHistory(options, "default", TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();

        var labels = await history.ReadLabelsAsync(now, CancellationToken.None);
        var (cpu, memory) = (new List<ContainerHistory>(), new List<ContainerHistory>());
        foreach (var page in history.Pages(now))
        {
            await history.ReadCpuAsync(page, cpu.Add, CancellationToken.None);
            await history.ReadMemoryAsync(page, memory.Add, CancellationToken.None);
        }

        Assert.Equal("web", labels.Find("default", "web-1")?["app"]);
        Assert.Equal(("default", "web-1", "app"), Assert.Single(cpu.Select(one => (one.Namespace, one.Pod, one.Container)).Distinct()));
        Assert.All(memory, one => Assert.Equal("app", one.Container));
        Assert.Equal(300_000_000, memory[^1].Samples[^1].Value);
    }

    [PrometheusFact]
    public async Task Read_QueryThatIsNone_SaysWhatTheServerSays()
    {
        await using var server = await PrometheusServer.StartAsync(Exposition);
        using var history = new PrometheusHistory(new() { Address = server.Url, PodLabelsQuery = "nonsense{" }, "", TimeProvider.System);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(
            () => history.ReadLabelsAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None));

        Assert.StartsWith("it refused the query: ", refused.Message, StringComparison.Ordinal);
    }
}

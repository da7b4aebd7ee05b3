using Autoscale.Vpa.History;

namespace Autoscale.Vpa.Tests.History;

public sealed class HistoryQueriesTests
{
    [Fact]
    public void Queries_Defaults_AreUpstreams()
    {
        var queries = new HistoryQueries(new(), "");

        Assert.Equal("""rate(container_cpu_usage_seconds_total{job="kubernetes-cadvisor", pod_name=~".+", name!="POD", name!=""}[1h])""", queries.Cpu);
        Assert.Equal("""container_memory_working_set_bytes{job="kubernetes-cadvisor", pod_name=~".+", name!="POD", name!=""}""", queries.Memory);
    }

    [Fact]
    public void Queries_OneNamespaceAndAnyJob_SaySo()
    {
        var queries = new HistoryQueries(new() { CadvisorJob = "" }, "shop");

        Assert.Equal("""container_memory_working_set_bytes{pod_name=~".+", name!="POD", name!="", namespace="shop"}""", queries.Memory);
    }

    [Fact]
    public void Labels_RangeOfTheUser_IsAskedAsItIs()
    {
        var queries = new HistoryQueries(new() { PodLabelsQuery = "kube_pod_labels[8d]" }, "");

        Assert.Equal(("kube_pod_labels[8d]", false), (queries.Labels, queries.LabelsAreMoments));
    }

    [Fact]
    public void Labels_SelectorWithoutRange_IsLookedUpOverTheWholeTime()
    {
        var queries = new HistoryQueries(new(), "");

        Assert.Equal(("""max_over_time(timestamp(up{job="kubernetes-pods"})[8d:1h])""", true), (queries.Labels, queries.LabelsAreMoments));
    }

    [Theory]
    [InlineData(86400, "1d")]
    [InlineData(5400, "90m")]
    [InlineData(90, "90s")]
    [InlineData(0.5, "500ms")]
    public void Duration_OfSeconds_IsInTheLargestUnitThatFits(double seconds, string text) =>
        Assert.Equal(text, HistoryQueries.Duration(TimeSpan.FromSeconds(seconds)));
}

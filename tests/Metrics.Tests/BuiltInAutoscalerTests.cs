namespace Autoscale.Metrics.Tests;

/// <summary>What Kubernetes' own autoscaler gets through the API server, and what it would print.</summary>
public sealed class BuiltInAutoscalerTests(AggregatedCluster cluster) : IClassFixture<AggregatedCluster>
{
    private const string Lost = "unable to get metric latency: unable to fetch metrics from custom metrics API: lost: connection refused";

    [Theory]
    [InlineData("http_requests", "", "a=888m")]
    [InlineData("http_requests", "app=b", "unable to get metric http_requests: unable to fetch metrics from custom metrics API: prom: no sample")]
    [InlineData("http_requests", "app=fresh", "unable to get metric http_requests: no metrics returned from custom metrics API")]
    [InlineData("latency", "", Lost)]
    [InlineData("orders", "app=a", "unable to get metric orders: unable to fetch metrics from custom metrics API: app last reported it at 2026-01-02T03:03:53Z, valid for 10 s")]
    [InlineData("none", "", "unable to get metric none: unable to fetch metrics from custom metrics API: the server could not find the metric none for pods")]
    public async Task Pods_Metric_IsWhatTheAutoscalerUnderstands(string metric, string labels, string expected)
    {
        using var autoscaler = new BuiltInAutoscaler(cluster.ThroughTheApiServer());

        Assert.Equal(expected, await autoscaler.PodsAsync(metric, labels));
    }

    [Theory]
    [InlineData("lag", "deployments.apps/web", "0")]
    [InlineData("queue_length", "namespace", "12")]
    [InlineData("lag", "deployments.apps/none", "unable to get metric lag: deployments.apps/none on demo unable to fetch metrics from custom metrics API: the server could not find the metric lag for deployments.apps none")]
    public async Task Object_Metric_IsWhatTheAutoscalerUnderstands(string metric, string @object, string expected)
    {
        using var autoscaler = new BuiltInAutoscaler(cluster.ThroughTheApiServer());

        Assert.Equal(expected, await autoscaler.ObjectAsync(metric, @object));
    }

    [Theory]
    [InlineData("depth", "queue in (orders,mails)", "9 7")]
    [InlineData("depth", "queue=none", "no metrics returned from external metrics API")]
    [InlineData("width", "", "unable to get external metric demo/width/: unable to fetch metrics from external metrics API: lost: connection refused")]
    [InlineData("orders", "", "unable to get external metric demo/orders/: unable to fetch metrics from external metrics API: app last reported it at 2026-01-02T03:03:53Z, valid for 10 s")]
    public async Task External_Metric_IsWhatTheAutoscalerUnderstands(string metric, string labels, string expected)
    {
        using var autoscaler = new BuiltInAutoscaler(cluster.ThroughTheApiServer());

        Assert.Equal(expected, await autoscaler.ExternalAsync(metric, labels));
    }
}

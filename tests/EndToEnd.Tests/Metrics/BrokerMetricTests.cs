namespace Autoscale.EndToEnd.Tests.Metrics;

/// <summary>Autoscalers that look at the queues of a real RabbitMQ.</summary>
[Collection(MetricCluster.Name)]
public sealed class BrokerMetricTests(MetricCluster cluster)
{
    private const string Metric = "{type: External, external: {metric: {name: orders_backlog}, target: {type: AverageValue, averageValue: \"1\"}}}";

    private const string Failure = "unable to get external metric NAMESPACE/orders_backlog/nil: unable to fetch metrics from external metrics API: ";

    [MetricClusterFact]
    public async Task External_BrokerDiesAndComesBack_ScalesUpHoldsSaysWhyAndGoesOn()
    {
        await using var scene = await ScaledAsync("broker-killed");

        await cluster.WithoutBrokerAsync(async () =>
        {
            await scene.HoldsAsync(4, "FailedGetExternalMetric", FailureOf(scene) + ".*[Cc]onnection refused.*");
            await scene.DescribesAsync("metricsource", "source", "Reason: +Failing\n +Status: +False\n");
            await scene.RawAsync(PathOf(scene), "^Error.*refused");
        });

        await GoesOnAsync(scene);
    }

    [MetricClusterFact]
    public async Task External_SecretBecomesWrong_HoldsSaysWhyAndGoesOn()
    {
        await using var scene = await ScaledAsync("broker-refuses");

        await scene.KeepAsync("broker", ("username", cluster.Broker.User), ("password", "wrong-one"));
        await scene.HoldsAsync(4, "FailedGetExternalMetric", FailureOf(scene) + ".*401.*");
        await scene.DescribesAsync("metricsource", "source", "Reason: +Failing\n +Status: +False\n");
        Assert.DoesNotContain("wrong-one", await scene.SourceIsAsync("Failing"), StringComparison.Ordinal);
        await scene.KeepAsync("broker", ("username", cluster.Broker.User), ("password", cluster.Broker.Password));

        await GoesOnAsync(scene);
    }

    private static string FailureOf(MetricScene scene) => Failure.Replace("NAMESPACE", scene.Namespace, StringComparison.Ordinal);

    private static string PathOf(MetricScene scene) => $"/apis/external.metrics.k8s.io/v1beta1/namespaces/{scene.Namespace}/orders_backlog";

    private async Task<MetricScene> ScaledAsync(string ns)
    {
        await PublishAsync($"{ns}.new", 3);
        await PublishAsync($"{ns}.changed", 1);
        var scene = await MetricScene.StartAsync(cluster, ns);
        await scene.KeepAsync("broker", ("username", cluster.Broker.User), ("password", cluster.Broker.Password));
        await scene.SourceAsync($$"""
              period: 1s
              rabbitmq: {address: "amqp://127.0.0.1:{{cluster.Broker.Port}}", management: "{{cluster.Broker.ManagementUrl}}"}
              credentials: {secretRef: {name: broker} }
              metrics:
              - {name: orders_backlog, series: rabbitmq_queue_backlog, queue: "{{ns}}.*", aggregation: Sum}
            """);
        await scene.RawAsync(PathOf(scene), "\"kind\":\"ExternalMetricValueList\".*\"metricName\":\"orders_backlog\".*\"value\":\"4\"");
        await scene.AutoscaleAsync(Metric);
        await scene.ReplicasAsync(4);
        return scene;
    }

    private async Task GoesOnAsync(MetricScene scene)
    {
        await PublishAsync($"{scene.Namespace}.new", 2);
        await scene.ReplicasAsync(6);
        await scene.SourceIsAsync("Reading");
        await scene.DescribesAsync("hpa", "web", "ScalingActive +True +ValidMetricFound ");
        Assert.All(await scene.SizesAsync(), size => Assert.InRange(size, 4, 6));
    }

    private async Task PublishAsync(string queue, int messages)
    {
        await cluster.Broker.DeclareAsync(queue);
        for (var i = 0; i < messages; i++)
        {
            await cluster.Broker.PublishAsync(queue);
        }
    }
}

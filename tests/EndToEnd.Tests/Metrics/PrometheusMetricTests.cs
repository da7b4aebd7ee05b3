namespace Autoscale.EndToEnd.Tests.Metrics;

/// <summary>Autoscalers that look at what a real Prometheus has scraped.</summary>
[Collection(MetricCluster.Name)]
public sealed class PrometheusMetricTests(MetricCluster cluster)
{
    private const string Refused = ".*[Cc]onnection refused.*";

    private const string Ingress = """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: shop}
        spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
        """;

    [MetricClusterFact]
    public Task External_ServerDiesAndComesBack_ScalesUpHoldsSaysWhyAndGoesOn() => FailAsync("prometheus-external", new(
        "{type: External, external: {metric: {name: jobs_waiting, selector: {matchLabels: {queue: mail}}}, target: {type: AverageValue, averageValue: \"10\"}}}",
        _ => "jobs_waiting{namespace=\"prometheus-external\",queue=\"mail\"}",
        "/apis/external.metrics.k8s.io/v1beta1/namespaces/prometheus-external/jobs_waiting?labelSelector=queue%3Dmail",
        "\"kind\":\"ExternalMetricValueList\".*\"metricName\":\"jobs_waiting\".*\"queue\":\"mail\".*\"value\":\"40\"",
        "FailedGetExternalMetric",
        @"unable to get external metric prometheus-external/jobs_waiting/&LabelSelector{MatchLabels:map\[string]string{queue: mail,},"
        + @"MatchExpressions:\[]LabelSelectorRequirement{},}: unable to fetch metrics from external metrics API: " + Refused));

    [MetricClusterFact]
    public Task Pods_ServerDiesAndComesBack_ScalesUpHoldsSaysWhyAndGoesOn() => FailAsync("prometheus-pods", new(
        "{type: Pods, pods: {metric: {name: work_in_progress}, target: {type: AverageValue, averageValue: \"10\"}}}",
        pod => $"work_in_progress{{namespace=\"prometheus-pods\",pod=\"{pod}\"}}",
        "/apis/custom.metrics.k8s.io/v1beta2/namespaces/prometheus-pods/pods/*/work_in_progress?labelSelector=app%3Dweb",
        "\"kind\":\"MetricValueList\".*\"describedObject\":\\{\"kind\":\"Pod\",.*\"metric\":\\{\"name\":\"work_in_progress\".*\"value\":\"40\"",
        "FailedGetPodsMetric",
        "unable to get metric work_in_progress: unable to fetch metrics from custom metrics API: " + Refused));

    [MetricClusterFact]
    public Task Object_ServerDiesAndComesBack_ScalesUpHoldsSaysWhyAndGoesOn() => FailAsync("prometheus-object", new(
        "{type: Object, object: {metric: {name: requests_per_second}, describedObject: {apiVersion: networking.k8s.io/v1, kind: Ingress, name: shop}, "
        + "target: {type: AverageValue, averageValue: \"10\"}}}",
        _ => "requests_per_second{namespace=\"prometheus-object\",ingress=\"shop\"}",
        "/apis/custom.metrics.k8s.io/v1beta2/namespaces/prometheus-object/ingresses.networking.k8s.io/shop/requests_per_second",
        "\"kind\":\"MetricValueList\".*\"describedObject\":\\{\"kind\":\"Ingress\",.*\"name\":\"shop\".*\"value\":\"40\"",
        "FailedGetObjectMetric",
        "unable to get metric requests_per_second: Ingress on prometheus-object shop/unable to fetch metrics from custom metrics API: " + Refused));

    private async Task FailAsync(string ns, Case one)
    {
        await using var scene = await MetricScene.StartAsync(cluster, ns);
        var series = one.Series(await scene.PodAsync());
        cluster.Expose(ns, $"{series} 40");
        await cluster.Prometheus.HasAsync(series);
        await DeclareAsync(scene);
        await scene.AutoscaleAsync(one.Metric);
        await scene.ReplicasAsync(4);
        await scene.RawAsync(one.Path, one.Answer);

        await cluster.WithoutPrometheusAsync(async () =>
        {
            await scene.HoldsAsync(4, one.Reason, one.Message);
            await scene.DescribesAsync("metricsource", "source", "Reason: +Failing\n +Status: +False\n");
            await scene.RawAsync(one.Path, "^Error.*refused");
            cluster.Expose(ns, $"{series} 60");
        });

        await scene.ReplicasAsync(6);
        await scene.SourceIsAsync("Reading");
        Assert.All(await scene.SizesAsync(), size => Assert.InRange(size, 4, 6));
    }

    private async Task DeclareAsync(MetricScene scene)
    {
        await scene.ApplyAsync(Ingress);
        await scene.SourceAsync($$"""
              period: 1s
              prometheus: {url: "{{cluster.Prometheus.Url}}"}
              metrics:
              - name: jobs_waiting
                query: jobs_waiting{namespace="{{scene.Namespace}}",<<.LabelMatchers>>}
              - name: work_in_progress
                query: sum(work_in_progress{<<.LabelMatchers>>}) by (<<.GroupBy>>)
                of: {kinds: [{kind: Pod}] }
              - name: requests_per_second
                query: sum(requests_per_second{<<.LabelMatchers>>}) by (<<.GroupBy>>)
                of: {kinds: [{kind: Ingress}] }
            """);
    }

    /// <summary>An autoscaler's metric, its series in Prometheus given a pod's name, how the API answers for it, and how its failure reads.</summary>
    private sealed record Case(string Metric, Func<string, string> Series, string Path, string Answer, string Reason, string Message);
}

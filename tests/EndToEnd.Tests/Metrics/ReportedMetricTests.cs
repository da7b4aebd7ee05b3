using System.Net;

namespace Autoscale.EndToEnd.Tests.Metrics;

/// <summary>Autoscalers that look at what applications report themselves.</summary>
[Collection(MetricCluster.Name)]
public sealed class ReportedMetricTests(MetricCluster cluster)
{
    private const string Expired = ".*last reported .* valid for 1 s.*";

    [MetricClusterFact]
    public Task External_ReportsEndAndGoOn_ScalesUpHoldsSaysWhyAndGoesOn() => FailAsync("reported-external", new(
        "{type: External, external: {metric: {name: jobs_waiting}, target: {type: AverageValue, averageValue: \"10\"}}}",
        _ => "\"name\":\"jobs_waiting\"",
        "/apis/external.metrics.k8s.io/v1beta1/namespaces/reported-external/jobs_waiting",
        "\"kind\":\"ExternalMetricValueList\".*\"metricName\":\"jobs_waiting\".*\"value\":\"40\"",
        "FailedGetExternalMetric",
        "unable to get external metric reported-external/jobs_waiting/nil: unable to fetch metrics from external metrics API: " + Expired));

    [MetricClusterFact]
    public Task Pods_ReportsEndAndGoOn_ScalesUpHoldsSaysWhyAndGoesOn() => FailAsync("reported-pods", new(
        "{type: Pods, pods: {metric: {name: work_in_progress}, target: {type: AverageValue, averageValue: \"10\"}}}",
        pod => $$"""
            "name":"work_in_progress","object":{"kind":"Pod","name":"{{pod}}"}
            """,
        "/apis/custom.metrics.k8s.io/v1beta2/namespaces/reported-pods/pods/*/work_in_progress?labelSelector=app%3Dweb",
        "\"kind\":\"MetricValueList\".*\"describedObject\":\\{\"kind\":\"Pod\",.*\"metric\":\\{\"name\":\"work_in_progress\".*\"value\":\"40\"",
        "FailedGetPodsMetric",
        "unable to get metric work_in_progress: unable to fetch metrics from custom metrics API: " + Expired));

    [MetricClusterFact]
    public Task Object_ReportsEndAndGoOn_ScalesUpHoldsSaysWhyAndGoesOn() => FailAsync("reported-object", new(
        "{type: Object, object: {metric: {name: work_of_all}, describedObject: {apiVersion: apps/v1, kind: Deployment, name: web}, "
        + "target: {type: AverageValue, averageValue: \"10\"}}}",
        _ => "\"name\":\"work_of_all\",\"object\":{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"web\"}",
        "/apis/custom.metrics.k8s.io/v1beta2/namespaces/reported-object/deployments.apps/web/work_of_all",
        "\"kind\":\"MetricValueList\".*\"describedObject\":\\{\"kind\":\"Deployment\",.*\"name\":\"web\".*\"value\":\"40\"",
        "FailedGetObjectMetric",
        "unable to get metric work_of_all: Deployment on reported-object web/unable to fetch metrics from custom metrics API: " + Expired));

    private async Task FailAsync(string ns, Case one)
    {
        await using var scene = await MetricScene.StartAsync(cluster, ns);
        var series = one.Series(await scene.PodAsync());
        await DeclareAsync(scene);
        await ReportAsync(scene, series, 40, 3600);
        await scene.AutoscaleAsync(one.Metric);
        await scene.ReplicasAsync(4);
        await scene.RawAsync(one.Path, one.Answer);
        await scene.SourceIsAsync("Reading");

        // Nothing is reported any more: what was said last does not count for ever, and does not become zero.
        await ReportAsync(scene, series, 40, 1);
        await scene.HoldsAsync(4, one.Reason, one.Message);
        await scene.DescribesAsync("metricsource", "source", "Reason: +Failing\n +Status: +False\n");
        await scene.RawAsync(one.Path, "^Error.*last reported");
        await ReportAsync(scene, series, 60, 3600);

        await scene.ReplicasAsync(6);
        await scene.SourceIsAsync("Reading");
        Assert.All(await scene.SizesAsync(), size => Assert.InRange(size, 4, 6));
    }

    private static async Task ReportAsync(MetricScene scene, string series, int value, int lifetime) => Assert.Equal(
        HttpStatusCode.OK,
        await scene.ReportAsync($"token-of-{scene.Namespace}", $$"""{ {{series}}, "value": {{value}}, "lifetimeSeconds": {{lifetime}} }"""));

    private static async Task DeclareAsync(MetricScene scene)
    {
        await scene.KeepAsync("reporter", ("token", $"token-of-{scene.Namespace}"));
        await scene.SourceAsync(
            """
              pushed: {lifetime: 1h}
              credentials: {secretRef: {name: reporter}}
              metrics:
              - {name: jobs_waiting}
              - {name: work_in_progress, of: {kinds: [{kind: Pod}]}}
              - {name: work_of_all, of: {kinds: [{kind: Deployment}]}}
            """,
            "NotReadYet");
    }

    /// <summary>An autoscaler's metric, how a pod reports it, how the API answers for it, and how its failure reads.</summary>
    private sealed record Case(string Metric, Func<string, string> Series, string Path, string Answer, string Reason, string Message);
}

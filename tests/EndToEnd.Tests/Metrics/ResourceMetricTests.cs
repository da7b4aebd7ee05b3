namespace Autoscale.EndToEnd.Tests.Metrics;

/// <summary>Autoscalers that look at what pods and their containers use.</summary>
[Collection(MetricCluster.Name)]
public sealed class ResourceMetricTests(MetricCluster cluster)
{
    [MetricClusterFact]
    public async Task Resource_PodsBusierThanTheirTarget_ScalesUp()
    {
        await using var scene = await MetricScene.StartAsync(cluster, "resource", "autoscale.local/usage: \"cpu=75m,memory=20Mi\"");
        await scene.AutoscaleAsync("{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}");

        await scene.ReplicasAsync(8);
        await scene.RawAsync(
            "/apis/metrics.k8s.io/v1beta1/namespaces/resource/pods?labelSelector=app%3Dweb",
            "\"kind\":\"PodMetricsList\".*\"name\":\"main\",\"usage\":\\{\"cpu\":\"\\d+[mn]\"");
        await scene.DescribesAsync("hpa", "web", "resource cpu on pods +\\(as a percentage of request\\): +\\d+% \\(\\d+m\\) / 50%\n");
    }

    [MetricClusterFact]
    public async Task ContainerResource_OneContainerBusierThanItsTarget_ScalesUp()
    {
        await using var scene = await MetricScene.StartAsync(
            cluster, "container", "autoscale.local/usage: \"cpu=1m,memory=20Mi\", autoscale.local/usage.side: \"cpu=75m,memory=20Mi\"");
        await scene.AutoscaleAsync(
            "{type: ContainerResource, containerResource: {name: cpu, container: side, target: {type: Utilization, averageUtilization: 75}}}");

        await scene.ReplicasAsync(8);
        await scene.RawAsync(
            "/apis/metrics.k8s.io/v1beta1/namespaces/container/pods",
            "\"name\":\"side\",\"usage\":\\{\"cpu\":\"\\d+[mn]\"");
    }
}

using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests.Vertical;

/// <summary>Vertical autoscalers read as upstream's in kubectl.</summary>
[Collection(VerticalCluster.Name)]
public sealed class ShownTests(VerticalCluster cluster)
{
    private readonly VerticalScene _scene = new(cluster, "recreate");

    [KubectlFact]
    public Task Get_AnAutoscaler_ShowsUpstreamsColumns() => _scene.ShowsAsync(
        @"^NAME +MODE +CPU +MEM +PROVIDED +AGE\nweb +Recreate +\d+m +\d+ +True +\S+\n$", "get", "vpa");

    [KubectlFact]
    public async Task Describe_AnAutoscaler_ShowsItsRecommendationConditionsAndEvents()
    {
        await _scene.ShowsAsync(@"(?s)Name: +web\n.*API Version: +autoscaling.k8s.io/v1\nKind: +VerticalPodAutoscaler\n", "describe", "vpa", "web");
        await _scene.ShowsAsync(
            @"Container Recommendations:\n +Container Name: +main\n +Lower Bound:\n +Cpu: +\d+m\n +Memory: +\d+\w*\n +Target:\n +Cpu: +\d+m\n +Memory: +\d+\w*\n"
            + @" +Uncapped Target:\n +Cpu: +\d+m\n +Memory: +\d+\w*\n +Upper Bound:\n +Cpu: +\d+\w?\n +Memory: +\d+\w*\n", "describe", "vpa", "web");
        await _scene.ShowsAsync(@"Status: +True\n +Type: +RecommendationProvided\n", "describe", "vpa", "web");
        await _scene.ShowsAsync(@"Normal +EvictedPod +.* vpa-updater +VPA Updater evicted Pod web-\S+ to apply resource recommendation\.", "describe", "vpa", "web");
    }
}

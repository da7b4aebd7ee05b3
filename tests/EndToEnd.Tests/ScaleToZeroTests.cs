using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests;

/// <summary>A queue worker that is not there while there is nothing to do.</summary>
public sealed class ScaleToZeroTests
{
    [Fact]
    public async Task Queue_FillsAndEmpties_WorkersComeFromZeroAndGoToZero()
    {
        await using var scene = await FaultScene.StartAsync();
        await Objects.DeployAsync(scene.Client, "web", 1, container: Objects.QueueWorker("orders", "200ms"));
        await scene.AvailableAsync(1);
        await Objects.AutoscaleAsync(scene.Client, "web", (0, 4), Objects.QueueMetric("orders", 10));
        await scene.ReplicasAsync(0);
        await scene.ConditionAsync("ScaledToZero", "ScaledToZero");
        await scene.AvailableAsync(0);

        await scene.PublishAsync("orders", 40);

        await Eventually.TrueAsync(() => Task.FromResult(scene.Local.Runtime.Tally.Done == 40), "all messages done", FaultScene.Limit);
        await scene.ReplicasAsync(0);
        Assert.Equal(4, scene.Steps.All.Max());
        Assert.Equal([1, 0], scene.Steps.All.Take(2));
    }
}

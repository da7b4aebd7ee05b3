using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests.Vertical;

/// <summary>A workload that is killed for its memory is given more.</summary>
[Collection(VerticalCluster.Name)]
public sealed class MemoryTests(VerticalCluster cluster)
{
    [KubectlFact]
    public async Task Recreate_KilledForItsMemory_SurvivesWithAHigherRequest()
    {
        var scene = new VerticalScene(cluster, "hungry");

        // 64Mi, at which they were killed, and 100Mi more: usage alone would never show it.
        var pods = await scene.UntilAsync(
            all => all.Count == 2 && all.All(pod => VerticalScene.IsReady(pod) && VerticalScene.Amount(VerticalScene.Asked(pod), "memory") > 164 << 20),
            "two pods that ask for more than they need");

        // It shows all that it needs by now, of which it could never have had more than 64Mi.
        await scene.ShowsAsync($"{VerticalScene.Name(pods[0])} +\\d+m +100Mi", "top", "pods");
        Assert.Equal(0, VerticalScene.Restarts((await scene.PodsAsync()).Single(pod => VerticalScene.Uid(pod) == VerticalScene.Uid(pods[0]))));
        await scene.ShowsAsync("Normal +EvictedByVPA +pod/web-", "get", "events");
    }
}

using System.Text.Json.Nodes;
using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests.Vertical;

/// <summary>A workload with wrong requests is right-sized as the mode of its autoscaler has it.</summary>
[Collection(VerticalCluster.Name)]
public sealed class ModeTests(VerticalCluster cluster)
{
    [KubectlFact]
    public async Task Off_WrongRequests_AreOnlyTold()
    {
        var scene = new VerticalScene(cluster, "told");

        await scene.RecommendedAsync();
        await OthersAreDoneAsync();

        Assert.All(await scene.PodsAsync(), pod => Assert.True(IsUntouched(pod), pod.ToJsonString()));
    }

    [KubectlFact]
    public async Task Initial_WrongRequests_AreSetRightInNewPodsAlone()
    {
        var scene = new VerticalScene(cluster, "initial");
        await scene.RecommendedAsync();
        await OthersAreDoneAsync();
        var before = await scene.PodsAsync();

        await scene.KubectlAsync("delete", "pod", VerticalScene.Name(before.First(IsUntouched)));

        var known = before.Select(VerticalScene.Uid).ToHashSet();
        var after = await scene.UntilAsync(pods => pods.Count == 2 && pods.Count(pod => !known.Contains(VerticalScene.Uid(pod))) == 1, "one new pod");
        var made = after.Single(pod => !known.Contains(VerticalScene.Uid(pod)));
        Assert.InRange(VerticalScene.Amount(VerticalScene.Asked(made), "cpu"), 0.15, 0.4);
        Assert.Matches("^Pod resources updated by web: container 0: ", (string?)made["metadata"]!["annotations"]!["vpaUpdates"]);
        var kept = after.Single(pod => pod != made);
        Assert.Equal(Asks(before.Single(pod => VerticalScene.Uid(pod) == VerticalScene.Uid(kept))), Asks(kept));
    }

    [KubectlTheory]
    [InlineData("recreate")]
    [InlineData("auto")]
    public async Task Recreate_WrongRequests_AreSetRightByEvictions(string ns)
    {
        var scene = new VerticalScene(cluster, ns);

        await scene.RightSizedAsync(2);

        await scene.ShowsAsync("Normal +EvictedByVPA +pod/web-.* Pod was evicted by VPA Updater to apply resource recommendation", "get", "events");
        Assert.All(await scene.PodsAsync(), pod => Assert.NotNull(pod["metadata"]!["annotations"]!["vpaUpdates"]));
    }

    [KubectlFact]
    public void Auto_IsDeclared_WithUpstreamsWarning() => Assert.Contains(
        "Warning: UpdateMode \"Auto\" is deprecated and will be removed in a future API version. Use explicit update modes like \"Recreate\", \"Initial\", or \"InPlaceOrRecreate\" instead.",
        cluster.Declared,
        StringComparison.Ordinal);

    [KubectlTheory]
    [InlineData("inplaceorrecreate", 2)]
    [InlineData("inplace", 2)]
    [InlineData("single", 1)]
    public async Task InPlace_WrongRequests_AreSetRightWithoutARestart(string ns, int replicas)
    {
        var scene = new VerticalScene(cluster, ns);

        await scene.RightSizedAsync(replicas);

        await scene.ShowsAsync("Normal +InPlaceResizedByVPA +pod/web-", "get", "events");
        var events = await scene.KubectlAsync("get", "events");
        Assert.DoesNotContain("EvictedByVPA", events, StringComparison.Ordinal);
        Assert.All(await scene.PodsAsync(), pod => Assert.Equal((0, true), (VerticalScene.Restarts(pod), VerticalScene.IsReady(pod))));
        Assert.Equal(replicas, events.Split('\n').Count(line => line.Contains("SuccessfulCreate", StringComparison.Ordinal)));
    }

    [KubectlFact]
    public async Task Recreate_UnderABudget_NeverBreaksIt()
    {
        await new VerticalScene(cluster, "budget").RightSizedAsync(4);

        var (least, gone, breaches) = cluster.Budget.Seen;
        Assert.Empty(breaches);
        Assert.Equal(3, least);
        Assert.True(gone > 0, "no ready pod was seen to go");
    }

    // The updater has had its turns.
    private async Task OthersAreDoneAsync()
    {
        await new VerticalScene(cluster, "recreate").RightSizedAsync(2);
        await new VerticalScene(cluster, "inplace").RightSizedAsync(2);
    }

    private static bool IsUntouched(JsonNode pod) => Asks(pod) == ("5m", "400Mi") && pod["metadata"]!["annotations"]!["vpaUpdates"] is null;

    private static (string?, string?) Asks(JsonNode pod) => ((string?)VerticalScene.Asked(pod)?["cpu"], (string?)VerticalScene.Asked(pod)?["memory"]);
}

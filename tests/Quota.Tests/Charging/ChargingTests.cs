using Autoscale.Quota.Control;
using Autoscale.Testing;

namespace Autoscale.Quota.Tests.Charging;

public sealed class ChargingTests
{
    [Fact]
    public async Task Validate_UpToTheLimit_IsChargedAndThenRefused()
    {
        await using var scene = await QuotaScene.StartAsync();
        var replica = await scene.ReplicaAsync();
        await scene.QuotaAsync("q", """{"pods":"1","requests.cpu":"1"}""");

        var first = await replica.AskAsync("pods", QuotaScene.Pod("a"));
        var second = await replica.AskAsync("pods", QuotaScene.Pod("b"));

        Assert.True(first.IsAllowed);
        Assert.Equal("100m", scene.Used("q", "requests.cpu"));
        Assert.Equal((403, "Forbidden"), (second.Denial!.Code, second.Denial.Reason));
        Assert.Equal("pods \"b\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1", second.Denial.Message);
    }

    [Fact]
    public async Task Validate_DryRun_IsJudgedAndNotCharged()
    {
        await using var scene = await QuotaScene.StartAsync();
        var replica = await scene.ReplicaAsync();
        await scene.QuotaAsync("q", """{"pods":"0","secrets":"1"}""");

        Assert.True((await replica.AskAsync("secrets", QuotaScene.Pod("s"), isDryRun: true)).IsAllowed);
        Assert.False((await replica.AskAsync("pods", QuotaScene.Pod("p"), isDryRun: true)).IsAllowed);

        Assert.Equal("0", scene.Used("q", "secrets"));
    }

    [Fact]
    public async Task Validate_GeneratedName_IsNamedByItsPrefix()
    {
        await using var scene = await QuotaScene.StartAsync();
        var replica = await scene.ReplicaAsync();
        await scene.QuotaAsync("q", """{"pods":"0"}""");
        var pod = QuotaScene.Pod("");
        pod["metadata"] = new System.Text.Json.Nodes.JsonObject { ["generateName"] = "web-" };

        var verdict = await replica.AskAsync("pods", pod);

        Assert.StartsWith("pods \"web-\" is forbidden: ", verdict.Denial!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_CreateThatFailsElsewhere_IsGivenBack()
    {
        await using var scene = await QuotaScene.StartAsync();
        var replica = await scene.ReplicaAsync(new() { Mode = GovernanceMode.Enforce, InFlight = TimeSpan.FromMilliseconds(500) });
        await scene.QuotaAsync("q", """{"pods":"2"}""");
        await replica.AskAsync("pods", QuotaScene.Pod("kept"));
        await scene.CreateAsync("Pod", QuotaScene.Pod("kept"));

        var used = scene.Follow("q", "pods");
        await replica.AskAsync("pods", QuotaScene.Pod("lost"));

        await Eventually.TrueAsync(() => Task.FromResult(used.Contains("2")), "the charge");
        await scene.UsedAsync("q", "pods", "1");
        Assert.True((await replica.AskAsync("pods", QuotaScene.Pod("next"))).IsAllowed);
    }

    [Fact]
    public async Task Delete_OfACountedObject_ReleasesWhatItUsed()
    {
        await using var scene = await QuotaScene.StartAsync();
        var replica = await scene.ReplicaAsync(new() { Mode = GovernanceMode.Enforce, InFlight = TimeSpan.FromMinutes(5) });
        await scene.QuotaAsync("q", """{"pods":"2","count/configmaps":"3"}""");
        foreach (var name in new[] { "a", "b" })
        {
            await replica.AskAsync("pods", QuotaScene.Pod(name));
            await scene.CreateAsync("Pod", QuotaScene.Pod(name));
        }

        await replica.AskAsync("configmaps", QuotaScene.Pod("m"));
        await scene.CreateAsync("ConfigMap", "m");
        await scene.DeleteAsync("Pod", "a");
        await scene.DeleteAsync("ConfigMap", "m");

        await scene.UsedAsync("q", "pods", "1");
        await scene.UsedAsync("q", "count/configmaps", "0");
    }

    [Fact]
    public async Task Validate_Advising_WarnsAndWritesNothing()
    {
        await using var scene = await QuotaScene.StartAsync();
        var keeper = await scene.ReplicaAsync();
        await scene.QuotaAsync("q", """{"pods":"0"}""");
        await scene.QuotaAsync("r", """{"secrets":"1"}""");
        var adviser = await scene.ReplicaAsync(new());
        var version = scene.Host.Api.Store.Version;

        var verdict = await adviser.AskAsync("pods", QuotaScene.Pod("p"));
        await adviser.AskAsync("secrets", QuotaScene.Pod("s"));

        Assert.True(verdict.IsAllowed);
        Assert.Equal("pods \"p\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0", Assert.Single(verdict.Warnings));
        Assert.Equal((version, false, true), (scene.Host.Api.Store.Version, adviser.Policy.HasEffects, keeper.Policy.HasEffects));
    }
}

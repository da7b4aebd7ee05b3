using System.Text.Json.Nodes;
using Autoscale.Quota.Control;
using Autoscale.Testing;

namespace Autoscale.Quota.Tests.Charging;

public sealed class CountingTests
{
    private readonly QuotaOptions _options = new() { Mode = GovernanceMode.Enforce, InFlight = TimeSpan.FromMinutes(5) };

    [Fact]
    public async Task Quota_ForObjectsOfManyKinds_CountsThoseThatAreThere()
    {
        await using var scene = await QuotaScene.StartAsync();
        await scene.CreateAsync("Pod", QuotaScene.Pod("p", "250m"));
        await scene.CreateAsync("Secret", "s");
        await scene.CreateAsync("Service", "web", "\"spec\":{\"type\":\"NodePort\",\"ports\":[{\"port\":80}]}");
        await scene.ReplicaAsync(_options);

        await scene.QuotaAsync("q", """{"pods":"9","requests.cpu":"9","secrets":"9","count/secrets":"9","services.nodeports":"9","count/jobs.batch":"9"}""");

        var expected = """{"count/jobs.batch":"0","count/secrets":"1","pods":"1","requests.cpu":"250m","secrets":"1","services.nodeports":"1"}""";
        Assert.Equal(expected, Sorted(scene.Status("q")!["used"]!));
    }

    [Fact]
    public async Task Quota_ForAResourceThatIsNotServed_ShowsItInHardAlone()
    {
        await using var scene = await QuotaScene.StartAsync();
        await scene.ReplicaAsync(_options);

        await scene.CreateAsync("ResourceQuota", "q", """ "spec":{"hard":{"count/foos.example.com":"1","limits.example.com/x":"1","pods":"5"}}""");
        await scene.UsedAsync("q", "pods", "0");

        Assert.Equal("""{"pods":"0"}""", scene.Status("q")!["used"]!.ToJsonString());
        Assert.Equal(3, scene.Status("q")!["hard"]!.AsObject().Count);
    }

    [Fact]
    public async Task Quota_WhoseLimitsChange_TakesThemOverAndCountsWhatIsNew()
    {
        await using var scene = await QuotaScene.StartAsync();
        await scene.ReplicaAsync(_options);
        await scene.QuotaAsync("q", """{"pods":"5"}""");
        await scene.CreateAsync("ConfigMap", "m");

        await scene.UpdateAsync("ResourceQuota", "q", quota => quota["spec"]!["hard"] = new JsonObject { ["configmaps"] = "7" });

        await scene.UsedAsync("q", "configmaps", "1");
        Assert.Equal("""{"hard":{"configmaps":"7"},"used":{"configmaps":"1"}}""", scene.Status("q")!.ToJsonString());
    }

    [Fact]
    public async Task Quota_WithoutLimits_KeepsAnEmptyStatus()
    {
        await using var scene = await QuotaScene.StartAsync();
        await scene.ReplicaAsync(_options);
        await scene.CreateAsync("ResourceQuota", "empty", "\"spec\":{\"hard\":{}}");

        await scene.QuotaAsync("q", """{"pods":"5"}""");

        Assert.Equal("{}", scene.Status("empty")?.ToJsonString() ?? "{}");
    }

    [Fact]
    public async Task Validate_ClaimOfAClassWithAnExtendedResource_IsChargedUnderItsName()
    {
        await using var scene = await QuotaScene.StartAsync();
        await scene.CreateAsync("DeviceClass", "tpu", "\"spec\":{\"extendedResourceName\":\"example.com/tpu\"}", ns: "");
        var replica = await scene.ReplicaAsync(_options);
        await scene.QuotaAsync("q", """{"requests.example.com/tpu":"2"}""");
        var claim = JsonNode.Parse("""{"metadata":{"name":"c"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"tpu","count":2}}]}}}""")!.AsObject();

        var verdict = await replica.AskAsync("resourceclaims", claim, group: "resource.k8s.io");

        Assert.True(verdict.IsAllowed);
        Assert.Equal("2", scene.Used("q", "requests.example.com/tpu"));
    }

    [Fact]
    public async Task Quota_LostByItsLeader_IsKeptByTheNext()
    {
        var options = _options with { InFlight = TimeSpan.FromMilliseconds(400) };
        await using var scene = await QuotaScene.StartAsync();
        await using (var first = new QuotaReplica(scene.Config, options, null))
        {
            await first.StartAsync(leads: true);
            await scene.CreateAsync("ResourceQuota", "q", """ "spec":{"hard":{"pods":"5"}}""");
            await scene.UsedAsync("q", "pods", "0");
            await first.AskAsync("pods", QuotaScene.Pod("a"));
        }

        await scene.ReplicaAsync(options);

        await scene.UsedAsync("q", "pods", "0");
    }

    [Fact]
    public async Task Quota_ChargedBySomebodyElseToo_IsReported()
    {
        var options = _options with { InFlight = TimeSpan.FromSeconds(3) };
        await using var scene = await QuotaScene.StartAsync();
        var replica = await scene.ReplicaAsync(options);
        await scene.QuotaAsync("q", """{"pods":"50"}""");
        await Eventually.TrueAsync(() => Task.FromResult(scene.Used("q", "pods") == "0"), "a quiet quota");

        foreach (var name in new[] { "a", "b", "c" })
        {
            await replica.AskAsync("pods", QuotaScene.Pod(name));
            await scene.UpdateAsync("ResourceQuota", "q", quota => quota["status"]!["used"]!["pods"] = $"{int.Parse(scene.Used("q", "pods")) + 1}", "status");
            await scene.CreateAsync("Pod", QuotaScene.Pod(name));
        }

        await Eventually.TrueAsync(() => Task.FromResult(replica.Controller.Problem is not null), "a report");
        await Eventually.TrueAsync(() => Task.FromResult(scene.Count("Event") == 1), "an event");
        await scene.UsedAsync("q", "pods", "3");
    }

    private static string Sorted(JsonNode amounts) =>
        new JsonObject(amounts.AsObject().OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => KeyValuePair.Create(one.Key, one.Value?.DeepClone()))).ToJsonString();
}

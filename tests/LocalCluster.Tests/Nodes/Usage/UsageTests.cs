using System.Globalization;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Nodes;
using Autoscale.LocalCluster.Nodes.Images;
using Autoscale.LocalCluster.Tests.Workloads;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Tests.Nodes.Usage;

/// <summary>What pods use by their annotations, and what becomes of those that use too much.</summary>
public sealed class UsageTests
{
    private readonly TestCluster _cluster = new();
    private readonly NodePool _nodes = new(new NodeOptions { Count = 1, StartupDelay = TimeSpan.Zero });

    public UsageTests() => _cluster
        .With(new NodeHeartbeat(_cluster.Objects, _nodes, _cluster.Tell, _cluster.Time))
        .With(new Scheduler(_cluster.Objects, _cluster.Tell, _cluster.Time))
        .With(new Kubelet(_cluster.Objects, _nodes, (settings, now) => new IdleWork(settings, now), _cluster.Tell, _cluster.Time));

    [Fact]
    public async Task Pod_GrowsBeyondItsLimit_IsKilledAndGrowsAnew()
    {
        await CreateAsync("web", "autoscale.local/usage", "memory=growth(50Mi, 10Mi, 1s)", limits: """{"memory":"100Mi"}""");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(4));
        Assert.Equal(90 << 20, Memory("web"));

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(3));
        var killed = Container("web").At("lastState", "terminated");
        Assert.Equal(("OOMKilled", 137), (killed.Text("reason"), killed.Whole("exitCode")));
        Assert.Equal((1, true), (Container("web").Whole("restartCount"), Container("web").IsTrue("ready")));

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.True(Memory("web") < 80 << 20);
    }

    [Fact]
    public async Task Pod_KilledAgainAndAgain_IsHeldBackAndUsesNothing()
    {
        await CreateAsync("web", "autoscale.local/usage", "memory=200Mi", limits: """{"memory":"100Mi"}""");

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(5));

        Assert.Equal("CrashLoopBackOff", Container("web").Text("state", "waiting", "reason"));
        Assert.Equal("OOMKilled", Container("web").Text("lastState", "terminated", "reason"));
        Assert.Null(Metric("container_memory_working_set_bytes", "web"));
    }

    [Fact]
    public async Task Pod_ResizedWhileHeldBack_RunsWithWhatItNeeds()
    {
        await CreateAsync("web", "autoscale.local/usage", "memory=200Mi", limits: """{"memory":"100Mi"}""");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(5));

        await _cluster.ChangeAsync(_cluster.Objects.Pods, "web", pod => pod.Objects("spec", "containers").First().Make("resources", "limits")["memory"] = "300Mi");
        Assert.Equal("300Mi", Container("web").Text("resources", "limits", "memory"));
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((2, true), (Container("web").Whole("restartCount"), Container("web").IsTrue("ready")));
        Assert.Equal(200 << 20, Memory("web"));
    }

    [Fact]
    public async Task Pod_ADayLong_IsLookedAtOnlyWhenItMayExceedItsLimit()
    {
        await CreateAsync("web", "autoscale.local/usage", "cpu=wave(100m, 300m),memory=growth(50Mi, 10Mi, 1h)", limits: """{"memory":"100Mi"}""");

        await _cluster.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal(4, Container("web").Whole("restartCount"));
        Assert.Equal("OOMKilled", Container("web").Text("lastState", "terminated", "reason"));
    }

    [Fact]
    public async Task Pod_NeverRestarted_FailsWhenItIsKilled()
    {
        await CreateAsync("web", "autoscale.local/usage", "memory=200Mi", limits: """{"memory":"100Mi"}""", restartPolicy: "Never");

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(2));

        Assert.Equal("Failed", _cluster.Get(_cluster.Objects.Pods, "web").Text("status", "phase"));
        Assert.Equal("OOMKilled", Container("web").Text("state", "terminated", "reason"));
    }

    [Fact]
    public async Task Demand_OfAWorkload_IsSharedAmongItsReadyPods()
    {
        await CreateAsync("web-1", "autoscale.local/demand", "cpu=1,memory=100Mi", owner: "web");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(10.01, Cpu("web-1"), 3);

        await CreateAsync("web-2", "autoscale.local/demand", "cpu=1,memory=100Mi", owner: "web");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(5.01, Cpu("web-2"), 3);
        Assert.Equal(15.02, Cpu("web-1"), 3);
        Assert.Equal(60 << 20, Memory("web-1"));

        await _cluster.DeleteAsync(_cluster.Objects.Pods, "web-2");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(110 << 20, Memory("web-1"));
    }

    [Fact]
    public async Task Demand_BeyondTheLimit_IsThrottled()
    {
        await CreateAsync("web", "autoscale.local/demand", "cpu=bursts(0, 3, 1s, 2s)", limits: """{"cpu":"1"}""");

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(5, Cpu("web"), 1);
    }

    [Fact]
    public async Task Usage_Unreadable_IsToldOnceAndTheDefaultCounts()
    {
        await CreateAsync("web", "autoscale.local/usage", "cpu=wave(1),gpu=1,memory=20Mi");

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(
            ["kubelet Pod/web: Warning UnreadableUsage annotation autoscale.local/usage: cpu: \"wave(1)\" is not wave(low, high, period), e.g. wave(50m, 400m, 24h)",
             "kubelet Pod/web: Warning UnreadableUsage annotation autoscale.local/usage: \"gpu=1\" is neither cpu=… nor memory=…"],
            _cluster.Told.Where(text => text.Contains("Unreadable", StringComparison.Ordinal)));
        Assert.Equal(0.01, Cpu("web"), 3);
        Assert.Equal(20 << 20, Memory("web"));
    }

    private JsonObject Container(string pod) => _cluster.Get(_cluster.Objects.Pods, pod).Objects("status", "containerStatuses").First();

    private double Cpu(string pod) => Metric("container_cpu_usage_seconds_total", pod) ?? -1;

    private double Memory(string pod) => Metric("container_memory_working_set_bytes", pod) ?? -1;

    private double? Metric(string name, string pod)
    {
        var series = $"{name}{{container=\"web\",namespace=\"demo\",pod=\"{pod}\"}} ";
        var line = NodeMetrics.Write(_nodes.Find("node-1")!, _cluster.Time.GetUtcNow(), _cluster.Time.GetUtcNow()).Split('\n')
            .FirstOrDefault(line => line.StartsWith(series, StringComparison.Ordinal));
        return line is null ? null : double.Parse(line[series.Length..].Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private Task<JsonObject> CreateAsync(string name, string annotation, string value, string limits = "{}", string owner = "", string restartPolicy = "Always")
    {
        var owners = owner.Length == 0 ? "[]" : $$"""[{"apiVersion":"apps/v1","kind":"StatefulSet","name":"{{owner}}","uid":"u","controller":true}]""";
        return _cluster.CreateAsync(_cluster.Objects.Pods, $$$"""
            {"metadata":{"name":"{{{name}}}","annotations":{"{{{annotation}}}":"{{{value}}}"},"ownerReferences":{{{owners}}} },
             "spec":{"restartPolicy":"{{{restartPolicy}}}","tolerations":[{"operator":"Exists"}],
                     "containers":[{"name":"web","image":"nginx","resources":{"limits":{{{limits}}} } }]} }
            """);
    }
}

using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Nodes;
using Autoscale.LocalCluster.Nodes.Images;
using Autoscale.LocalCluster.Tests.Workloads;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Tests.Nodes;

/// <summary>What nodes make of pods whose resources are changed.</summary>
public sealed class PodResizingTests
{
    private readonly TestCluster _cluster = new();
    private readonly NodePool _nodes = new(new NodeOptions { Count = 1, Cpu = "4", Memory = "1Gi", StartupDelay = TimeSpan.Zero });

    public PodResizingTests() => _cluster
        .With(new NodeHeartbeat(_cluster.Objects, _nodes, _cluster.Tell, _cluster.Time))
        .With(new Scheduler(_cluster.Objects, _cluster.Tell, _cluster.Time))
        .With(new Kubelet(_cluster.Objects, _nodes, (settings, now) => new IdleWork(settings, now), _cluster.Tell, _cluster.Time));

    private JsonObject Pod => _cluster.Get(_cluster.Objects.Pods, "web");

    private JsonObject Container => Pod.Objects("status", "containerStatuses").First();

    [Fact]
    public async Task Pod_Resized_IsGivenItsResourcesAfterAMoment()
    {
        await CreateAsync();

        await ResizeAsync("""{"requests":{"cpu":"300m"},"limits":{"cpu":"1"}}""");
        Assert.Equal(("300m", "100m"), (Container.Text("allocatedResources", "cpu"), Container.Text("resources", "requests", "cpu")));
        Assert.Equal("True", Pod.Condition("PodResizeInProgress").Text("status"));

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(("300m", "1"), (Container.Text("resources", "requests", "cpu"), Container.Text("resources", "limits", "cpu")));
        Assert.Null(Pod.Condition("PodResizeInProgress"));
        Assert.Equal(Pod.Generation(), Pod.Whole("status", "observedGeneration"));
        Assert.Equal(
            ["kubelet Pod/web: Normal ResizeStarted Pod resize started: {\"containers\":[{\"name\":\"web\",\"resources\":{\"limits\":{\"cpu\":\"1\"},\"requests\":{\"cpu\":\"300m\"}}}],\"generation\":2}",
             "kubelet Pod/web: Normal ResizeCompleted Pod resize completed: {\"containers\":[{\"name\":\"web\",\"resources\":{\"limits\":{\"cpu\":\"1\"},\"requests\":{\"cpu\":\"300m\"}}}],\"generation\":2}"],
            _cluster.Told.Where(text => text.Contains("Resize", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Pod_ResizedBeyondTheNode_IsInfeasible()
    {
        await CreateAsync();

        await ResizeAsync("""{"requests":{"cpu":"5"}}""");

        var pending = Pod.Condition("PodResizePending");
        Assert.Equal(("Infeasible", "Node didn't have enough capacity: cpu, requested: 5000, capacity: 4000"), (pending.Text("reason"), pending.Text("message")));
        Assert.Equal("100m", Container.Text("allocatedResources", "cpu"));
        Assert.Contains(_cluster.Told, text => text.StartsWith("kubelet Pod/web: Warning ResizeInfeasible Pod resize Infeasible: {", StringComparison.Ordinal)
            && text.EndsWith("\"generation\":2,\"error\":\"Node didn't have enough capacity: cpu, requested: 5000, capacity: 4000\"}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pod_ResizedBeyondWhatOthersLeave_WaitsUntilOneGoes()
    {
        await CreateAsync("other", cpu: "3");
        await CreateAsync();

        await ResizeAsync("""{"requests":{"cpu":"2"}}""");
        var pending = Pod.Condition("PodResizePending");
        Assert.Equal(("Deferred", "Node didn't have enough resource: cpu, requested: 2000, used: 3000, capacity: 4000"), (pending.Text("reason"), pending.Text("message")));

        await _cluster.DeleteAsync(_cluster.Objects.Pods, "other");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Null(Pod.Condition("PodResizePending"));
        Assert.Equal("2", Container.Text("resources", "requests", "cpu"));
    }

    [Fact]
    public async Task Pod_ResizedBack_IsPendingNoMore()
    {
        await CreateAsync();
        await ResizeAsync("""{"requests":{"cpu":"5"}}""");

        await ResizeAsync("""{"requests":{"cpu":"100m"}}""");

        Assert.Null(Pod.Condition("PodResizePending"));
        Assert.Null(Pod.Condition("PodResizeInProgress"));
    }

    [Theory]
    [InlineData("RestartContainer", 1)]
    [InlineData("NotRequired", 0)]
    public async Task Pod_Resized_RestartsContainersWhosePolicyHasItSo(string policy, int restarts)
    {
        await CreateAsync(policy: $$"""[{"resourceName":"cpu","restartPolicy":"{{policy}}"}]""");

        await ResizeAsync("""{"requests":{"cpu":"300m"}}""");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(3));

        Assert.Equal(restarts, Container.Whole("restartCount"));
        Assert.Equal("True", Pod.Condition("Ready").Text("status"));
    }

    [Fact]
    public async Task Pod_LimitLowered_UsesNoMoreThanThat()
    {
        await CreateAsync(annotations: """{"autoscale.local/usage":"cpu=2"}""");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(10));
        var before = Cpu();

        await ResizeAsync("""{"requests":{"cpu":"100m"},"limits":{"cpu":"500m"}}""");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(1));
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(2.0 + 5.0, Cpu() - before, 2);
    }

    [Fact]
    public async Task Pod_MemoryLimitedToLessThanItUses_KeepsWhatItHasAndSaysWhy()
    {
        await CreateAsync(annotations: """{"autoscale.local/usage":"memory=100Mi"}""");

        await ResizeAsync("""{"requests":{"cpu":"100m"},"limits":{"memory":"50Mi"}}""");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(5));

        const string Why = "cannot decrease memory limits: [attempting to set pod memory limit (52428800) below current usage (104857600), "
            + "attempting to set container \"web\" memory limit (52428800) below current usage (104857600)]";
        var progress = Pod.Condition("PodResizeInProgress");
        Assert.Equal(("True", "Error", Why, 2), (progress.Text("status"), progress.Text("reason"), progress.Text("message"), progress.Whole("observedGeneration")));
        Assert.Equal(("", 0), (Container.Text("resources", "limits", "memory"), Container.Whole("restartCount")));
        Assert.Single(_cluster.Told, text => text.StartsWith("kubelet Pod/web: Warning ResizeError Pod resize error: {", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pod_MemoryFallsBelowTheLimitThatWasRefused_IsGivenIt()
    {
        await CreateAsync(annotations: """{"autoscale.local/usage":"memory=100Mi"}""");
        await ResizeAsync("""{"requests":{"cpu":"100m"},"limits":{"memory":"50Mi"}}""");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(5));

        await _cluster.ChangeAsync(_cluster.Objects.Pods, "web", pod => pod.Make("metadata", "annotations")["autoscale.local/usage"] = "memory=40Mi");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(15));

        Assert.Null(Pod.Condition("PodResizeInProgress"));
        Assert.Equal("50Mi", Container.Text("resources", "limits", "memory"));
    }

    [Fact]
    public async Task Pod_MemoryLimitedToLessThanItUsesByARestart_IsKilledForIt()
    {
        await CreateAsync(annotations: """{"autoscale.local/usage":"memory=100Mi"}""", policy: """[{"resourceName":"memory","restartPolicy":"RestartContainer"}]""");

        await ResizeAsync("""{"requests":{"cpu":"100m"},"limits":{"memory":"50Mi"}}""");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(3));

        Assert.Contains("kubelet Pod/web: Normal Killing Container web resize requires restart", _cluster.Told);
        Assert.Equal(("OOMKilled", 137), (Container.Text("lastState", "terminated", "reason"), Container.Whole("lastState", "terminated", "exitCode") ?? Container.Whole("state", "terminated", "exitCode")));
    }

    [Fact]
    public async Task Pod_PodLevelResized_ShowsItInItsStatus()
    {
        await CreateAsync();

        await _cluster.ChangeAsync(_cluster.Objects.Pods, "web", pod => pod.Make("spec")["resources"] = JsonNode.Parse("""{"requests":{"cpu":"400m"},"limits":{"cpu":"800m"}}"""));
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(("400m", "800m"), (Pod.Text("status", "allocatedResources", "cpu"), Pod.Text("status", "resources", "limits", "cpu")));
    }

    private double Cpu() => _nodes.Find("node-1")!.Runs.Single().Started.Single().Work!.CpuSeconds(_cluster.Time.GetUtcNow());

    private Task ResizeAsync(string resources) => _cluster.ChangeAsync(
        _cluster.Objects.Pods, "web", pod => pod.Objects("spec", "containers").First()["resources"] = JsonNode.Parse(resources));

    private async Task CreateAsync(string name = "web", string cpu = "100m", string annotations = "{}", string policy = "[]")
    {
        await _cluster.CreateAsync(_cluster.Objects.Pods, $$$"""
            {"metadata":{"name":"{{{name}}}","annotations":{{{annotations}}} },
             "spec":{"restartPolicy":"Always","tolerations":[{"operator":"Exists"}],
                     "containers":[{"name":"web","image":"nginx","resizePolicy":{{{policy}}},"resources":{"requests":{"cpu":"{{{cpu}}}"} } }]} }
            """);
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(1));
    }
}

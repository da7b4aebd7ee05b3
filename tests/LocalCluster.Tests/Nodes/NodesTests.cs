using System.Globalization;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Nodes;
using Autoscale.LocalCluster.Nodes.Images;
using Autoscale.LocalCluster.Tests.Workloads;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Tests.Nodes;

public sealed class NodesTests
{
    private readonly TestCluster _cluster = new();
    private readonly NodePool _nodes = new(new NodeOptions { Count = 2, Cpu = "4", StartupDelay = TimeSpan.FromSeconds(5) });

    public NodesTests()
    {
        _cluster
            .With(new NodeHeartbeat(_cluster.Objects, _nodes, _cluster.Tell, _cluster.Time))
            .With(new NodeHealth(_cluster.Objects, _nodes, _cluster.Tell, _cluster.Time))
            .With(new Scheduler(_cluster.Objects, _cluster.Tell, _cluster.Time))
            .With(new Kubelet(_cluster.Objects, _nodes, Image, _cluster.Tell, _cluster.Time));
    }

    private JsonObject Pod => _cluster.Get(_cluster.Objects.Pods, "web");

    private JsonObject Container => Pod.Objects("status", "containerStatuses").First();

    [Fact]
    public async Task Start_Nodes_RegisterThemselvesAsReady()
    {
        await _cluster.SettleAsync();

        var node = _cluster.Get(_cluster.Objects.Nodes, "node-2");
        Assert.Equal("True", node.Condition("Ready").Text("status"));
        Assert.Equal("4", node.Text("status", "allocatable", "cpu"));
        Assert.Contains("node-controller Node/node-2: Normal RegisteredNode Node node-2 event: Registered Node node-2 in Controller", _cluster.Told);
    }

    [Fact]
    public async Task Pod_Created_IsPlacedAtOnceAndReadyAfterTheStartupDelay()
    {
        await CreateAsync();
        Assert.Equal(("node-1", "Pending", "True"), (Pod.Text("spec", "nodeName"), Pod.Text("status", "phase"), Pod.Condition("PodScheduled").Text("status")));
        Assert.Equal("containers with unready status: [web]", Pod.Condition("Ready").Text("message"));

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(("Running", "True"), (Pod.Text("status", "phase"), Pod.Condition("Ready").Text("status")));
        Assert.NotEqual("", Pod.Text("status", "podIP"));
        Assert.Equal(
            ["default-scheduler Pod/web: Normal Scheduled Successfully assigned demo/web to node-1",
             "kubelet Pod/web: Normal Pulled Container image \"nginx\" already present on machine",
             "kubelet Pod/web: Normal Created Container created",
             "kubelet Pod/web: Normal Started Container started"],
            _cluster.Told.Where(text => text.Contains("Pod/web", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Pod_OwnDelayAndReadinessProbe_AreKept()
    {
        await CreateAsync(annotations: """{"autoscale.local/startup-delay":"1s"}""", container: ""","readinessProbe":{"initialDelaySeconds":10}""");

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(("Running", "False"), (Pod.Text("status", "phase"), Pod.Condition("Ready").Text("status")));

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("True", Pod.Condition("Ready").Text("status"));
    }

    [Fact]
    public async Task Pod_TooLarge_StaysPendingUntilThereIsRoom()
    {
        await CreateAsync("first", cpu: "3");
        await CreateAsync("second", cpu: "3");
        await CreateAsync(cpu: "3");
        Assert.Equal(("False", "Unschedulable"), (Pod.Condition("PodScheduled").Text("status"), Pod.Condition("PodScheduled").Text("reason")));
        Assert.Contains(
            "default-scheduler Pod/web: Warning FailedScheduling 0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, " +
            "preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.",
            _cluster.Told);

        await _cluster.DeleteAsync(_cluster.Objects.Pods, "first");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("node-1", Pod.Text("spec", "nodeName"));
    }

    [Fact]
    public async Task Pod_Deleted_IsGoneOnceItsContainersHaveStopped()
    {
        await CreateAsync();
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(5));

        await _cluster.DeleteAsync(_cluster.Objects.Pods, "web");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Null(_cluster.Find(_cluster.Objects.Pods, "web"));
        Assert.Contains("kubelet Pod/web: Normal Killing Stopping container web", _cluster.Told);
    }

    [Fact]
    public async Task Pod_EndsByItself_SucceedsOrFailsAsItsPolicyHasIt()
    {
        await CreateAsync("done", annotations: """{"autoscale.local/run-for":"3s"}""", restartPolicy: "Never");
        await CreateAsync("broken", annotations: """{"autoscale.local/run-for":"3s","autoscale.local/exit-code":"1"}""", restartPolicy: "Never");
        await CreateAsync(annotations: """{"autoscale.local/run-for":"3s","autoscale.local/exit-code":"1"}""");

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(9));

        Assert.Equal("Succeeded", _cluster.Get(_cluster.Objects.Pods, "done").Text("status", "phase"));
        Assert.Equal("Failed", _cluster.Get(_cluster.Objects.Pods, "broken").Text("status", "phase"));
        Assert.Equal(1, Container.Whole("restartCount"));
        Assert.NotNull(Container.At("state", "running"));

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(6));
        Assert.Equal(
            ("CrashLoopBackOff", $"back-off 10s restarting failed container=web pod=web_demo({Pod.Uid()})"),
            (Container.Text("state", "waiting", "reason"), Container.Text("state", "waiting", "message")));
        Assert.Equal("2026-01-01T00:00:09Z", Container.Text("lastState", "terminated", "startedAt"));
        Assert.Contains($"kubelet Pod/web: Warning BackOff Back-off restarting failed container web in pod web_demo({Pod.Uid()})", _cluster.Told);
    }

    [Fact]
    public async Task Node_FallsSilent_IsMarkedAndComesBack()
    {
        await CreateAsync();
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(20));

        _nodes.Find("node-1")!.IsAnswering = false;
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(120));
        Assert.Equal("Unknown", _cluster.Get(_cluster.Objects.Nodes, "node-1").Condition("Ready").Text("status"));
        Assert.Equal("False", Pod.Condition("Ready").Text("status"));
        await CreateAsync("other", tolerations: "[]");
        Assert.Equal("node-2", _cluster.Get(_cluster.Objects.Pods, "other").Text("spec", "nodeName"));

        _nodes.Find("node-1")!.IsAnswering = true;
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("True", _cluster.Get(_cluster.Objects.Nodes, "node-1").Condition("Ready").Text("status"));
        Assert.Equal("True", Pod.Condition("Ready").Text("status"));
        Assert.Empty(_cluster.Get(_cluster.Objects.Nodes, "node-1").Objects("spec", "taints"));
    }

    [Fact]
    public async Task Node_SilentForLong_LosesThePodsThatDoNotTolerateIt()
    {
        await CreateAsync(tolerations: """[{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}]""");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(20));
        _nodes.Find("node-1")!.IsAnswering = false;

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(330));
        Assert.False(Pod.IsTerminating());
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(60));
        Assert.True(Pod.IsTerminating());
        Assert.Contains("taint-eviction-controller Pod/web: Normal TaintManagerEviction Marking for deletion Pod demo/web", _cluster.Told);

        _nodes.Find("node-1")!.IsAnswering = true;
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(60));
        Assert.Null(_cluster.Find(_cluster.Objects.Pods, "web"));
    }

    [Fact]
    public async Task Metrics_UsageAnnotated_CountersGrowByIt()
    {
        await CreateAsync(annotations: """{"autoscale.local/usage":"cpu=100m,memory=50Mi"}""");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(15));
        Assert.Equal(1.0, Metric("container_cpu_usage_seconds_total{container=\"web\",namespace=\"demo\",pod=\"web\"}"), 6);

        await _cluster.ChangeAsync(_cluster.Objects.Pods, "web", pod => pod.Make("metadata", "annotations")["autoscale.local/usage"] = "cpu=2,memory=60Mi");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(21.0, Metric("container_cpu_usage_seconds_total{container=\"web\",namespace=\"demo\",pod=\"web\"}"), 6);
        Assert.Equal(60L << 20, Metric("pod_memory_working_set_bytes{namespace=\"demo\",pod=\"web\"}"));
    }

    [Fact]
    public async Task Metrics_PodGone_NodeCounterDoesNotFall()
    {
        await CreateAsync(annotations: """{"autoscale.local/usage":"cpu=1"}""");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(15));
        var before = Metric("node_cpu_usage_seconds_total");

        await _cluster.DeleteAsync(_cluster.Objects.Pods, "web");
        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.True(Metric("node_cpu_usage_seconds_total") >= before);
        Assert.DoesNotContain("pod=\"web\"", NodeMetrics.Write(_nodes.Find("node-1")!, _cluster.Time.GetUtcNow(), _cluster.Time.GetUtcNow()), StringComparison.Ordinal);
    }

    private double Metric(string series)
    {
        var text = NodeMetrics.Write(_nodes.Find("node-1")!, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), _cluster.Time.GetUtcNow());
        var line = Assert.Single(text.Split('\n'), line => line.StartsWith($"{series} ", StringComparison.Ordinal));
        var parts = line[series.Length..].Trim().Split(' ');
        Assert.Equal(_cluster.Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), parts[1]);
        return double.Parse(parts[0], CultureInfo.InvariantCulture);
    }

    private static IdleWork Image(ContainerSettings settings, DateTimeOffset now) => new(settings, now);

    private Task<JsonObject> CreateAsync(string name = "web", string cpu = "100m", string annotations = "{}", string container = "", string restartPolicy = "Always", string tolerations = """[{"operator":"Exists"}]""") =>
        _cluster.CreateAsync(_cluster.Objects.Pods, $$$"""
            {"metadata":{"name":"{{{name}}}","annotations":{{{annotations}}} },
             "spec":{"restartPolicy":"{{{restartPolicy}}}","tolerations":{{{tolerations}}},
                     "containers":[{"name":"web","image":"nginx","resources":{"requests":{"cpu":"{{{cpu}}}"} }{{{container}}} }]} }
            """);
}

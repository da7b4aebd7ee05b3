using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Nodes;
using Autoscale.LocalCluster.Workloads;
using Autoscale.LocalCluster.Workloads.ReplicaSets;

namespace Autoscale.LocalCluster.Tests.Workloads;

public sealed class ReplicaSetControllerTests
{
    private readonly TestCluster _cluster = new();

    public ReplicaSetControllerTests() => _cluster.With(new ReplicaSetController(_cluster.Objects, _cluster.Objects.ReplicaSets, _cluster.Tell, _cluster.Time));

    private IReadOnlyList<JsonObject> Pods => _cluster.List(_cluster.Objects.Pods);

    private JsonObject Status => _cluster.Get(_cluster.Objects.ReplicaSets, "web")["status"]!.AsObject();

    [Fact]
    public async Task Reconcile_OrphanThatMatches_IsAdoptedAndCounts()
    {
        await _cluster.CreateAsync(_cluster.Objects.Pods, """{"metadata":{"name":"orphan","labels":{"app":"web"} },"spec":{} }""");

        await CreateAsync(replicas: 2);

        Assert.Equal(2, Pods.Count);
        Assert.Equal("web", _cluster.Get(_cluster.Objects.Pods, "orphan").Controller().Text("name"));
    }

    [Fact]
    public async Task Reconcile_PodRelabelled_IsReleasedAndReplaced()
    {
        await CreateAsync(replicas: 2);
        var released = Pods[0].Name();

        await _cluster.ChangeAsync(_cluster.Objects.Pods, released, pod => pod.Make("metadata", "labels")["app"] = "debug");

        Assert.Equal(3, Pods.Count);
        Assert.Null(_cluster.Get(_cluster.Objects.Pods, released).Controller());
    }

    [Fact]
    public async Task Reconcile_PodOfAnotherOwner_IsLeftAlone()
    {
        await _cluster.CreateAsync(_cluster.Objects.Pods, """
            {"metadata":{"name":"taken","labels":{"app":"web"},"ownerReferences":[{"kind":"Job","name":"j","uid":"u","controller":true}]},"spec":{} }
            """);

        await CreateAsync(replicas: 1);

        Assert.Equal("j", _cluster.Get(_cluster.Objects.Pods, "taken").Controller().Text("name"));
        Assert.Equal(2, Pods.Count);
    }

    [Fact]
    public async Task Reconcile_PodEnds_IsReplacedAndNoLongerCounted()
    {
        await CreateAsync(replicas: 1);

        await _cluster.ChangeAsync(_cluster.Objects.Pods, Pods[0].Name(), pod => pod.Make("status")["phase"] = "Failed", status: true);

        Assert.Equal(2, Pods.Count);
        Assert.Equal(1, Status.Count("replicas"));
    }

    [Fact]
    public async Task Reconcile_MinReadySeconds_CountsAsAvailableOnlyAfterThem()
    {
        await CreateAsync(replicas: 1, minReadySeconds: 10);
        await _cluster.ChangeAsync(
            _cluster.Objects.Pods, Pods[0].Name(), pod => PodConditions.Set(pod.Make("status"), Conditions.Of("Ready", "True", "", ""), _cluster.Time.GetUtcNow()), status: true);
        Assert.Equal((1, 0), (Status.Count("readyReplicas"), Status.Count("availableReplicas")));

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(1, Status.Count("availableReplicas"));
    }

    [Fact]
    public async Task Reconcile_FirstPodRefused_TriesOneAtATimeAndClearsTheConditionWhenItWorks()
    {
        var refusals = 3;
        _cluster.Admission.AddValidating((request, _) => request is { Kind.Kind: "Pod", Operation: "CREATE" } && refusals-- > 0
            ? throw new ApiError(403, "Forbidden", "pods is forbidden: exceeded quota")
            : ValueTask.CompletedTask);

        await CreateAsync(replicas: 4);
        Assert.Equal("FailedCreate", Assert.Single(Status.Objects("conditions")).Text("reason"));
        Assert.Empty(Pods);

        await _cluster.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(4, Pods.Count);
        Assert.Empty(Status.Objects("conditions"));
        Assert.Equal(3, _cluster.Told.Count(text => text.Contains("FailedCreate", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Reconcile_TerminatingPods_AreReplacedAtOnceAndCountedApart()
    {
        await CreateAsync(replicas: 1);
        var leaving = Pods[0].Name();
        await _cluster.ChangeAsync(_cluster.Objects.Pods, leaving, pod => pod.Make("spec")["nodeName"] = "node-1");

        await _cluster.DeleteAsync(_cluster.Objects.Pods, leaving);

        Assert.Equal(2, Pods.Count);
        Assert.Equal((1, 1), (Status.Count("replicas"), Status.Count("terminatingReplicas")));
    }

    private Task<JsonObject> CreateAsync(int replicas, int minReadySeconds = 0) => _cluster.CreateAsync(_cluster.Objects.ReplicaSets, $$$"""
        {"metadata":{"name":"web"},
         "spec":{"replicas":{{{replicas}}},"minReadySeconds":{{{minReadySeconds}}},"selector":{"matchLabels":{"app":"web"} },
                 "template":{"metadata":{"labels":{"app":"web"} },"spec":{"containers":[{"name":"web","image":"nginx"}]} } } }
        """);
}

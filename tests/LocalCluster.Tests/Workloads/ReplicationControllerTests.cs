using Autoscale.LocalCluster.Workloads;
using Autoscale.LocalCluster.Workloads.ReplicaSets;

namespace Autoscale.LocalCluster.Tests.Workloads;

public sealed class ReplicationControllerTests
{
    private readonly TestCluster _cluster = new();

    public ReplicationControllerTests() => _cluster
        .With(new ReplicaSetController(_cluster.Objects, _cluster.Objects.ReplicaSets, _cluster.Tell, _cluster.Time))
        .With(new ReplicaSetController(_cluster.Objects, _cluster.Objects.ReplicationControllers, _cluster.Tell, _cluster.Time));

    [Fact]
    public async Task Reconcile_SelectorOfLabels_KeepsThePodsThatItChooses()
    {
        await _cluster.CreateAsync(_cluster.Objects.Pods, """{"metadata":{"name":"orphan","labels":{"app":"web"} },"spec":{} }""");

        await _cluster.CreateAsync(_cluster.Objects.ReplicationControllers, """
            {"metadata":{"name":"web"},"spec":{"replicas":3,"selector":{"app":"web"},"template":{"metadata":{"labels":{"app":"web"} },"spec":{"containers":[{"name":"c"}]} } } }
            """);

        Assert.Equal(3, _cluster.List(_cluster.Objects.Pods).Count(pod => pod.Controller().Text("kind") == "ReplicationController"));
        var status = _cluster.Get(_cluster.Objects.ReplicationControllers, "web")["status"];
        Assert.Equal(3, status.Whole("replicas"));
        Assert.Null(status.At("terminatingReplicas"));
        Assert.StartsWith("replication-controller ReplicationController/web: Normal SuccessfulCreate Created pod: web-", _cluster.Told[0], StringComparison.Ordinal);
    }
}

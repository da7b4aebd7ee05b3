using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Tests.Workloads;

public sealed class DeletionOrderTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Sort_PodsInEveryState_PutsTheLeastUsefulFirst()
    {
        PodFacts[] pods =
        [
            Pod("old-ready", ready: 600),
            Pod("young-ready", ready: 5),
            Pod("costly", ready: 5, cost: 100),
            Pod("unready"),
            Pod("pending", phase: "Pending"),
            Pod("unassigned", phase: "Pending", node: ""),
        ];

        var order = DeletionOrder.Sort(pods.Reverse(), _ => 0, Now).Select(pod => pod.Name);

        Assert.Equal(["unassigned", "pending", "unready", "young-ready", "old-ready", "costly"], order);
    }

    [Fact]
    public void Sort_ReadyPods_TakesFirstFromTheCrowdedNode()
    {
        var order = DeletionOrder.Sort([Pod("lone", ready: 5), Pod("crowded", ready: 5)], pod => pod.Name == "crowded" ? 2 : 1, Now);

        Assert.Equal("crowded", order[0].Name);
    }

    [Fact]
    public void Sort_SameReadiness_TakesTheMoreOftenRestartedThenTheYounger()
    {
        PodFacts[] pods = [Pod("older", ready: 60, age: 4000), Pod("younger", ready: 60, age: 100), Pod("restarted", ready: 60, age: 4000, restarts: 3)];

        var order = DeletionOrder.Sort(pods, _ => 0, Now).Select(pod => pod.Name);

        Assert.Equal(["restarted", "younger", "older"], order);
    }

    private static PodFacts Pod(string name, int? ready = null, string phase = "Running", string node = "n", int cost = 0, int age = 1000, int restarts = 0)
    {
        var conditions = ready is { } seconds
            ? $$"""[{"type":"Ready","status":"True","lastTransitionTime":"{{Now.AddSeconds(-seconds).ToWire()}}"}]"""
            : "[]";
        return PodFacts.From(JsonNode.Parse($$"""
            {"metadata":{"name":"{{name}}","uid":"{{name}}","creationTimestamp":"{{Now.AddSeconds(-age).ToWire()}}",
                         "annotations":{"controller.kubernetes.io/pod-deletion-cost":"{{cost}}"} },
             "spec":{"nodeName":"{{node}}"},
             "status":{"phase":"{{phase}}","conditions":{{conditions}},"containerStatuses":[{"restartCount":{{restarts}} }] } }
            """)!.AsObject());
    }
}

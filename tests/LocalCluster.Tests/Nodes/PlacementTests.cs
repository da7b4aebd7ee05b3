using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Nodes;

namespace Autoscale.LocalCluster.Tests.Nodes;

public sealed class PlacementTests
{
    [Fact]
    public void Decide_SeveralNodesFit_TakesTheLeastAllocated()
    {
        var verdict = Placement.Decide(Pod(cpu: "500m"), [Node("a", requestedCpu: 2000), Node("b", requestedCpu: 1000), Node("c", requestedCpu: 3000)]);

        Assert.Equal("b", verdict.Node);
    }

    [Fact]
    public void From_PodsThatAskForMoreThanThereAreNumbers_SaysThatNothingIsFree()
    {
        var node = JsonNode.Parse("""{"metadata":{"name":"a"},"status":{"allocatable":{"cpu":"4","memory":"8Gi","pods":"110"}}}""")!.AsObject();

        var facts = NodeFacts.From(node, [Pod(cpu: "8E"), Pod(cpu: "8E"), Pod(cpu: "1")]);

        Assert.True(facts.Free("cpu") < 0);
    }

    [Fact]
    public void Decide_EqualNodes_SpreadsByPodCountThenName()
    {
        var verdict = Placement.Decide(Pod(cpu: "1"), [Node("b"), Node("a"), Node("c") with { PodCount = 2 }]);

        Assert.Equal("a", verdict.Node);
    }

    [Fact]
    public void Decide_NeverFitsAnyNode_SaysThatPreemptionDoesNotHelp()
    {
        var verdict = Placement.Decide(Pod(cpu: "50"), [Node("a"), Node("b")]);

        Assert.Equal(
            "0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.",
            verdict.Message);
    }

    [Fact]
    public void Decide_NodesFullForDifferentReasons_CountsEachReason()
    {
        var full = Node("a", requestedCpu: 3900);
        var crowded = Node("b") with { PodCount = 110 };
        var cordoned = Node("c") with { IsUnschedulable = true };

        var verdict = Placement.Decide(Pod(cpu: "1"), [full, crowded, cordoned]);

        Assert.Equal(
            "0/3 nodes are available: 1 Insufficient cpu, 1 Too many pods, 1 node(s) were unschedulable. no new claims to deallocate, " +
            "preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.",
            verdict.Message);
    }

    [Fact]
    public void Decide_NoNodes_SaysSo() =>
        Assert.Equal("no nodes available to schedule pods", Placement.Decide(Pod(cpu: "1"), []).Message);

    [Fact]
    public void Decide_TaintedNode_TakesOnlyPodsThatTolerateIt()
    {
        var node = Node("a") with { Taints = [new NodeTaint("node.kubernetes.io/unreachable", "", "NoSchedule")] };
        var tolerant = Pod(cpu: "1");
        tolerant["spec"]!["tolerations"] = JsonNode.Parse("""[{"key":"node.kubernetes.io/unreachable","operator":"Exists"}]""");

        Assert.Contains("1 node(s) had untolerated taint(s)", Placement.Decide(Pod(cpu: "1"), [node]).Message, StringComparison.Ordinal);
        Assert.Equal("a", Placement.Decide(tolerant, [node]).Node);
    }

    [Theory]
    [InlineData("Deferred", 2000)]
    [InlineData("Infeasible", 700)]
    public void Held_PodThatIsBeingResized_IsTheMostOfWhatItHasAndWants(string pending, long expected)
    {
        var pod = Pod(cpu: "2");
        pod["spec"]!["containers"]![0]!["name"] = "c";
        pod["status"] = JsonNode.Parse($$$"""
            {"conditions":[{"type":"PodResizePending","reason":"{{{pending}}}"}],
             "containerStatuses":[{"name":"c","allocatedResources":{"cpu":"500m"},"resources":{"requests":{"cpu":"700m"} } }]}
            """);

        Assert.Equal(expected, PodNeeds.Held(pod)["cpu"]);
    }

    [Fact]
    public void Requests_SidecarsInitContainersAndOverhead_SumAsUpstreamSumsThem()
    {
        var pod = JsonNode.Parse("""
            {"spec":{"overhead":{"cpu":"10m"},
             "initContainers":[
               {"name":"setup","resources":{"requests":{"cpu":"900m","memory":"10Mi"} } },
               {"name":"proxy","restartPolicy":"Always","resources":{"requests":{"cpu":"50m"} } },
               {"name":"late","resources":{"requests":{"cpu":"100m"} } }],
             "containers":[{"name":"a","resources":{"requests":{"cpu":"100m","memory":"20Mi"} } }] } }
            """)!.AsObject();

        var needs = PodNeeds.Requests(pod);

        Assert.Equal((910L, 20L << 20), (needs["cpu"], needs["memory"]));
    }

    [Fact]
    public void Requests_PodLevelResources_TakePrecedence()
    {
        var pod = Pod(cpu: "100m");
        pod["spec"]!["resources"] = JsonNode.Parse("""{"requests":{"cpu":"300m"} }""");

        Assert.Equal(300, PodNeeds.Requests(pod)["cpu"]);
    }

    private static JsonObject Pod(string cpu) => JsonNode.Parse(
        $$"""{"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"{{cpu}}"} } }] } }""")!.AsObject();

    private static NodeFacts Node(string name, long requestedCpu = 0) => new(
        name,
        new Dictionary<string, long> { ["cpu"] = 4000, ["memory"] = 8L << 30, ["pods"] = 110 },
        new Dictionary<string, long> { ["cpu"] = requestedCpu },
        PodCount: 0);
}

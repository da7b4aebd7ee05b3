using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Nodes;
using Autoscale.LocalCluster.Workloads;
using Autoscale.LocalCluster.Workloads.StatefulSets;

namespace Autoscale.LocalCluster.Tests.Workloads;

public sealed class StatefulSetControllerTests
{
    private readonly TestCluster _cluster = new();

    public StatefulSetControllerTests() => _cluster.With(new StatefulSetController(_cluster.Objects, _cluster.Tell, _cluster.Time));

    private IEnumerable<string> Names => _cluster.List(_cluster.Objects.Pods).Select(pod => pod.Name());

    [Fact]
    public async Task Reconcile_InOrder_CreatesEachPodWhenTheOneBeforeIsReady()
    {
        await CreateAsync(replicas: 3);
        Assert.Equal(["db-0"], Names);

        await MakeReadyAsync("db-0");
        Assert.Equal(["db-0", "db-1"], Names);

        await MakeReadyAsync("db-1");
        Assert.Equal(["db-0", "db-1", "db-2"], Names);
        Assert.Contains("statefulset-controller StatefulSet/db: Normal SuccessfulCreate create Pod db-2 in StatefulSet db successful", _cluster.Told);
    }

    [Fact]
    public async Task Reconcile_Parallel_CreatesAllAtOnce()
    {
        await CreateAsync(replicas: 3, policy: "Parallel");

        Assert.Equal(["db-0", "db-1", "db-2"], Names);
    }

    [Fact]
    public async Task Reconcile_ScaledDown_DeletesTheHighestFirst()
    {
        await CreateReadyAsync(replicas: 3);

        await _cluster.ChangeAsync(_cluster.Objects.StatefulSets, "db", set => set.Make("spec")["replicas"] = 1);

        Assert.Equal(["db-0"], Names);
        Assert.Equal(
            ["statefulset-controller StatefulSet/db: Normal SuccessfulDelete delete Pod db-2 in StatefulSet db successful",
             "statefulset-controller StatefulSet/db: Normal SuccessfulDelete delete Pod db-1 in StatefulSet db successful"],
            _cluster.Told.Where(text => text.Contains("SuccessfulDelete", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Reconcile_NewTemplate_UpdatesFromTheTopDownToThePartition()
    {
        await CreateReadyAsync(replicas: 3);
        await _cluster.ChangeAsync(_cluster.Objects.StatefulSets, "db", set => set.Make("spec", "updateStrategy", "rollingUpdate")["partition"] = 1);

        await _cluster.ChangeAsync(_cluster.Objects.StatefulSets, "db", set => set.Objects("spec", "template", "spec", "containers").First()["image"] = "db:2");
        Assert.Equal(["db:1", "db:1", "db:2"], Images());
        await MakeReadyAsync("db-2");
        Assert.Equal(["db:1", "db:2", "db:2"], Images());
        await MakeReadyAsync("db-1");

        Assert.Equal(["db:1", "db:2", "db:2"], Images());
        var status = _cluster.Get(_cluster.Objects.StatefulSets, "db")["status"]!.AsObject();
        Assert.Equal((3, 2, 1), (status.Count("replicas"), status.Count("updatedReplicas"), status.Count("currentReplicas")));
    }

    [Fact]
    public async Task Reconcile_PodBelowThePartitionDeleted_ComesBackWithTheOldTemplate()
    {
        await CreateReadyAsync(replicas: 2);
        await _cluster.ChangeAsync(_cluster.Objects.StatefulSets, "db", set => set.Make("spec", "updateStrategy", "rollingUpdate")["partition"] = 2);
        await _cluster.ChangeAsync(_cluster.Objects.StatefulSets, "db", set => set.Objects("spec", "template", "spec", "containers").First()["image"] = "db:2");

        await _cluster.DeleteAsync(_cluster.Objects.Pods, "db-0");

        Assert.Equal(["db:1", "db:1"], Images());
    }

    [Fact]
    public async Task Reconcile_ClaimTemplates_MakesAClaimForEachPodAndKeepsIt()
    {
        await CreateAsync(replicas: 1, claims: """[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"]} }]""");
        await _cluster.ChangeAsync(_cluster.Objects.StatefulSets, "db", set => set.Make("spec")["replicas"] = 0);

        Assert.Equal("data-db-0", Assert.Single(_cluster.List(_cluster.Objects.Claims)).Name());
    }

    private Task<JsonObject> CreateAsync(int replicas, string policy = "OrderedReady", string claims = "[]") => _cluster.CreateAsync(_cluster.Objects.StatefulSets, $$$"""
        {"metadata":{"name":"db"},
         "spec":{"replicas":{{{replicas}}},"podManagementPolicy":"{{{policy}}}","volumeClaimTemplates":{{{claims}}},
                 "updateStrategy":{"type":"RollingUpdate"},"selector":{"matchLabels":{"app":"db"} },
                 "template":{"metadata":{"labels":{"app":"db"} },"spec":{"containers":[{"name":"db","image":"db:1"}]} } } }
        """);

    private async Task CreateReadyAsync(int replicas)
    {
        await CreateAsync(replicas);
        for (var ordinal = 0; ordinal < replicas; ordinal++)
        {
            await MakeReadyAsync($"db-{ordinal}");
        }
    }

    private Task MakeReadyAsync(string name) =>
        _cluster.ChangeAsync(
            _cluster.Objects.Pods,
            name,
            pod => PodConditions.Set(pod.Make("status"), Conditions.Of("Ready", "True", "", ""), _cluster.Time.GetUtcNow()),
            status: true);

    private IEnumerable<string> Images() =>
        _cluster.List(_cluster.Objects.Pods).Select(pod => pod.Objects("spec", "containers").First().Text("image"));
}
